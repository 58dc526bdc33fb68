"""Why a file cannot be read and what mends it, in the reader's language: `corpus.readers` says both in English."""

import re

from corpus.citations import Language

_REASONS = (
    (r"it is larger than (\d+) MB", r"den er større end \1 MB"),
    (r"it cannot be opened \(.*\)", "den kan ikke åbnes"),
    (r"it holds no text", "der er ingen tekst i den"),
    (r"it holds more than ([\d,]+) characters", r"den har mere end \1 tegn"),
    (r"files of this type are not read", "filer af den type læser jeg ikke"),
    (r"its letters are garbled \((.*) stands for (.*)\)", r"dens bogstaver er forvanskede (\1 i stedet for \2)"),
    (r"files of type \(none\) are not read", "dens navn har ingen endelse, der siger, hvad den er"),
    (r"files of type (.*) are not read", r"filer af typen \1 læser jeg ikke"),
    (r"it is not a text file but looks like (.*)", r"den er ikke ren tekst, men ligner \1"),
    (r"it is not a text file", "den er ikke ren tekst"),
    (r"it is locked with a password or of the old Word format", "den har adgangskode eller er i det gamle Word-format"),
    (r"it is locked with a password", "den er låst med adgangskode"),
    (r"it is damaged, or no (.*?)(?: document| file)", r"den er ødelagt eller er ikke \1"),
    (r"it is a mail within a mail", "den er en mail i en mail"),
    (r"it has more than (\d+) parts", r"den har flere end \1 dele"),
    (r"it has neither text nor an attachment that can be read", "den har hverken tekst eller bilag, jeg kan læse"),
    (r"it unpacks to far more than a letter holds", "den fylder alt for meget, når den pakkes ud"),
    (r"reading it takes more than (.*) seconds", r"det tager mere end \1 sekunder at læse den"),
    (r"it breaks its reader(?:, or needs more memory than a letter may)?", "den får læseprogrammet til at gå i stå"),
    (r"it is a scan, and .*", "den er skannet, og teksten kunne ikke genkendes"),
    (r"it is a scan: pictures of pages without text", "den er skannet: billeder af sider uden tekst"),
    (r"its letters have no meaning \(.*\)", "dens bogstaver kan ikke tydes"),
    (r"it has no pages", "den har ingen sider"),
    (r"it has more than (\d+) pages", r"den har flere end \1 sider"),
    (r"page (\d+) is damaged", r"side \1 er ødelagt"),
    (
        r"it is a letter, and nothing in it says where the question ends and the answer begins",
        "det fremgår ikke, hvor spørgsmålet slutter, og svaret begynder",
    ),
    (r"it is the minutes of a sitting in which no question is answered", "ingen svarer på et spørgsmål i det referat"),
)
_REMEDIES = (
    (r"split it into one file an answer", "Del den i én fil for hvert svar"),
    (r"check its permissions", "Send den igen"),
    (r"remove it, or save the answer's text in it", "Gem svarets tekst i den, og send den igen"),
    (r"remove it, or add the answers themselves", "Send selve svarene"),
    (r"save it as one of (.*)", r"Gem den som en af typerne \1"),
    (r"save it as (\.pdf.*) or (.*)", r"Gem den som \1 eller \2"),
    (r"rename it to end in (.*)", r"Giv den et navn, der ender på \1"),
    (r"save the document as text \(UTF-8\) under this name", "Gem dokumentet som ren tekst (UTF-8)"),
    (r"save it as \.docx, without password", "Gem den som .docx uden adgangskode"),
    (r"save a copy without the password", "Gem en kopi uden adgangskode"),
    (r"fetch it again from its source", "Hent den igen, hvor den kommer fra"),
    (r"open it in Word and save it again as \.docx", "Åbn den i Word, og gem den igen som .docx"),
    (r"save it again without its pictures", "Gem den igen uden billeder"),
    (r"save the attachments and add those", "Gem bilagene, og send dem"),
    (r"save the letter from it as a file", "Gem brevet fra den som en fil"),
    (r"save it as a file of its own", "Gem den som en fil for sig"),
    (r"split it, or save it anew", "Del den, eller gem den på ny"),
    (r"save it anew and add that", "Gem den på ny, og send den"),
    (
        r"(?:install|see that) .*, or fetch the text version",
        "Send den som tekst, eller installer ocrmypdf med dansk",
    ),
    (r"fetch another version of it", "Hent en anden udgave af den"),
    (r"write a line `Svar:` above the answer", "Skriv en linje med ”Svar:” over svaret"),
)


def _danish(said: str, table: tuple[tuple[str, str], ...]) -> str:
    found = ((re.fullmatch(english, said), danish) for english, danish in table)
    told = next((match.expand(danish) for match, danish in found if match), "")
    return re.sub(r"(?<=\d),(?=\d{3})", ".", told.replace(" and ", " og "))


def why(reason: str, remedy: str, language: Language) -> str:
    """One or two sentences' worth: "it holds no text. Save the answer's text in it"."""
    if language == "en":
        return f"{reason}. {remedy[:1].upper()}{remedy[1:]}"
    return ". ".join(filter(None, (_danish(reason, _REASONS), _danish(remedy, _REMEDIES)))) or f"{reason}. {remedy}"
