"""Letters in the eight forms that answers take, invented from a seed, with what each must give back when it is read.

`python -m tests.letterpress` prints the share of fields and quotes recovered, form by form and format by format.
"""

import datetime as dt
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from corpus.citations import spoken_date
from corpus.forms import documents_of
from corpus.readers import ReadFile
from corpus.readers.kinds import read_bytes
from corpus.schema import Document, fold
from corpus.sentences import split
from tests import paper
from tests.paper import Block, Style

FORMS = ("social", "health", "tax", "finance", "transport", "employment", "justice", "oral")
FORMATS = ("pdf", "docx", "html", "txt")
NAMES = ("Ane Prøve", "Bo Vang-Sø", "Carl Ågaard Holm", "Ida Æbleskov", "Mads Højlund", "Rosa Lindø Møller")
PARTIES = ("ALT", "EL", "S", "SF", "V", "DD")
OFFICES = {
    "social": ("Socialudvalget", "SOU", "social- og boligminister"),
    "health": ("Sundhedsudvalget", "SUU", "indenrigs- og sundhedsminister"),
    "tax": ("Skatteudvalget", "SAU", "skatteminister"),
    "finance": ("Finansudvalget", "FIU", "finansminister"),
    "transport": ("Transportudvalget", "TRU", "transportminister"),
    "employment": ("Beskæftigelsesudvalget", "BEU", "beskæftigelsesminister"),
    "justice": ("Retsudvalget", "REU", "justitsminister"),
    "oral": ("", "", "klima-, energi- og forsyningsminister"),
}
QUESTIONS = (
    "Hvad vil ministeren gøre for at sikre, at kommunernes tilbud til ensomme ældre ikke forringes i 2026?",
    "Kan ministeren bekræfte, at der er afsat 20,8 mio. kr. til social- og sundhedsområdet, jf. aftalen af maj 2023?",
    "Hvornår forventer ministeren, at den nye landsdækkende kortlægning af ventetiderne foreligger?",
)
SENTENCES = (
    "Der er ikke afsat midler til at gennemføre samtlige 75 initiativer i handlingsplanen.",
    "Regeringen har afsat 20,8 mio. kr. til fire initiativer i perioden 2025-2028.",
    "Kommunalbestyrelsen skal tilbyde social- og sundhedsydelser, jf. servicelovens § 83, stk. 1.",
    "Jeg er naturligvis altid åben for at drøfte, hvordan vi bedst muligt sikrer fællesskabet.",
    "Det fremgår af undersøgelsen, at andelen er steget fra 12,4 pct. i 2019 til 15,1 pct. i 2024.",
    "Ordningen trådte i kraft d. 1. januar 2024 og omfatter bl.a. efterskoler, folkeskoler og kommunale dagtilbud.",
    "Vi har derfor bedt styrelsen om at udarbejde en vejledning til kommunerne.",
    "Efter min opfattelse er den nuværende retstilstand hensigtsmæssig, men jeg følger udviklingen tæt.",
    "EU-Kommissionen har i forslaget lagt vægt på it-sikkerhed og på virksomhedernes administrative byrder.",
    "Aftalepartierne blev enige om at udmønte midlerne til drifts- og anlægsudgifter i hele landet.",
)
AGENCY = (
    "Rigspolitiet kan oplyse, at der i 2024 blev rejst 1.167 sigtelser for overtrædelse af bestemmelsen.",
    "Det bemærkes, at oplysningerne er trukket dynamisk, og at tallene derfor kan ændre sig.",
    "Rigspolitiet henviser til »den vejledende retningslinje« fra 2022, som fortsat finder anvendelse.",
)
TABLE = (("År", "Udgift", "Antal"), ("2024", "12,5 mio. kr.", "1.200"), ("2025", "13,0 mio. kr.", "1.300"))


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as blocks of text, and what is to be read from it."""

    form: str
    blocks: tuple[Block, ...]
    fields: dict[str, object]
    question: str
    answer: tuple[str, ...]  # the minister's own words, a piece a paragraph
    agency: tuple[str, ...] = ()
    style: Style = field(default_factory=Style)


def _date(source: random.Random) -> dt.date:
    return dt.date(source.choice((2022, 2023, 2024, 2025)), source.randrange(1, 13), source.randrange(1, 29))


def _answer(source: random.Random) -> list[str]:
    drawn = source.sample(SENTENCES, source.choice((4, 6, 9)))
    cuts = sorted(source.sample(range(1, len(drawn)), 2))
    once = [" ".join(part) for part in (drawn[: cuts[0]], drawn[cuts[0] : cuts[1]], drawn[cuts[1] :])]
    more = [
        f"Om punkt {number} bemærkes: {' '.join(source.sample(SENTENCES, 5))}"
        for number in range(source.choice((0, 4, 9)))
    ]
    return once + more


def letter(form: str, seed: int) -> Letter:
    """The letter of a form that a seed stands for."""
    source = random.Random(f"{form}-{seed}")
    return _oral(source) if form == "oral" else _written(form, source)


def _introduction(form: str, asked: dict[str, str]) -> str:
    """How each ministry says which question it answers."""
    asks = "stillet følgende spørgsmål nr. {number} ({place})"
    sentence = {
        "social": "Folketingets {bare} har d. {day} " + asks + " til {office}, som hermed besvares{late}.",
        "health": "Folketingets {bare} har den {day} " + asks + " til {office}, som hermed besvares{late}.",
        "tax": "Hermed sendes {kind}svar på spørgsmål nr. {number} af {day} ({place}).",
        "finance": "Svar på Finansudvalgets spørgsmål nr. {number} (Alm. del) af {day}",
        "transport": "Folketingets {bare} har i brev af {day} stillet mig følgende spørgsmål ({code} alm. del), som "
        "jeg hermed skal besvare.",
        "employment": "Folketingets {bare} har i brev af {day} " + asks + ", som hermed besvares.",
        "justice": "Hermed sendes besvarelse af spørgsmål nr. {number} ({place}), som Folketingets {bare} har stillet "
        "til {office} den {day}.",
    }[form]  # fmt: skip
    return f"{sentence} {{wish}}".format(**asked).strip()


def _quoted(source: random.Random) -> tuple[str, tuple[str, ...]]:
    """A justice ministry's lead, and the agency's paragraphs between quotation marks."""
    words = source.sample(AGENCY, source.choice((1, 2, 3)))
    words[0], words[-1] = f"”{words[0]}", f"{words[-1]}”" if len(words) > 1 else f"”{words[0]}”"
    lead = "Justitsministeriet har til brug for besvarelsen indhentet en udtalelse fra Rigspolitiet, der har oplyst:"
    return lead, tuple(words)


def _written(form: str, source: random.Random) -> Letter:
    committee, code, title = OFFICES[form]
    number, asked = str(source.randrange(1, 1500)), _date(source)
    asker, minister = source.sample(NAMES, 2)
    party, officer = source.choice(PARTIES), "Tove Fuldmægtig"
    known, interim = source.random() < 0.7, form in {"health", "tax"} and source.random() < 0.3
    question, answer = source.choice(QUESTIONS), _answer(source)
    if form == "employment":
        question = f"1) {question} 2) Hvad koster det? 3) Hvem betaler?"
    bill = "L 113" if form == "employment" and source.random() < 0.5 else None
    dated = asked + dt.timedelta(days=28) if form == "tax" else None
    bare, covered = committee.removesuffix("et"), form in {"tax", "justice"}
    wish = f"tillet efter ønske fra {asker} ({party})"
    introduction = _introduction(form, {
        "bare": bare, "code": code, "day": spoken_date(asked, "da"), "number": number, "office": f"{title}en",
        "place": bill or source.choice(("alm. del", "Alm. del")), "late": " foreløbigt" if interim else "",
        "kind": "foreløbigt " if interim else source.choice(("", "endeligt ")),
        "wish": "" if not known else f"s{wish}" if form == "finance" else f"Spørgsmålet er s{wish}.",
    })  # fmt: skip
    first, second = {
        "tax": ("Spørgsmål", "Svar"), "finance": ("Spørgsmål", "Svar"),
        "justice": (f"Spørgsmål nr. {number} fra Folketingets {bare}:", "Svar:"),
    }.get(form, (f"Spørgsmål nr. {number}:", "Svar:"))  # fmt: skip
    agency: tuple[str, ...] = ()
    said, own = [Block(text) for text in answer], list(answer)
    if form == "justice":
        lead, quoted = _quoted(source)
        said, own = [Block(lead), *(Block(text) for text in quoted), *said], [lead, *own]
        agency = tuple(text.strip("”") for text in quoted)
    elif form in {"tax", "finance"}:
        said.insert(1, Block(rows=TABLE))
        own.insert(1, " ".join(" ".join(row) for row in TABLE))
    signed = {
        "tax": [f"{minister} / {officer}"], "justice": [minister, f"/ {officer}"],
        "health": ["Med venlig hilsen", minister, f"/ {officer}"],
    }.get(form, ["Med venlig hilsen", minister, title[0].upper() + title[1:]])  # fmt: skip
    blocks = [
        Block(f"Til Folketingets {bare}"),
        *([Block(spoken_date(dated, "da"))] if dated else []),
        Block(introduction),
    ]
    blocks += [Block(line) for line in signed] if covered else []
    blocks += [Block(first, new_page=covered), Block(f"”{question}”" if form == "social" else question), Block(second)]
    blocks += [*said, *([] if covered else [Block(line) for line in signed])]
    fields: dict[str, object] = {
        "number": number, "committee": committee, "committee_code": code, "asked_on": asked, "answered_on": dated,
        "bill": bill, "asker": asker if known else None, "asker_party": party if known else None,
        "minister": minister, "minister_title": title, "status": "interim" if interim else "final",
    }  # fmt: skip
    if form == "tax":  # the letter doesn't say
        fields["minister_title"] = None
    style = Style(
        head=f"{title.capitalize()}ens svar på spørgsmål {number}" if form == "tax" else "",
        foot="Christiansborg Slotsplads 1, 1218 København K, tlf. 33 92 33 33" if form == "finance" else "",
        hyphen=source.choice(("-", "\u2010")), size=source.choice((9.0, 10.0, 11.0)),
    )  # fmt: skip
    return Letter(form, tuple(blocks), fields, question, tuple(own), agency, style)


def _oral(source: random.Random) -> Letter:
    _, _, title = OFFICES["oral"]
    number, day = f"S {source.randrange(1, 1500)}", _date(source)
    asker, minister, chair = source.sample(NAMES, 3)
    party, question, answer = source.choice(PARTIES), source.choice(QUESTIONS), _answer(source)
    heading = f"{title[0].upper()}{title[1:]}en ({minister}):"
    talk: list[Block] = []
    for place, text in enumerate(answer):
        said = question if not place else "Tak for det. Det er jo ikke et svar på spørgsmålet."
        talk += [Block(f"{asker} ({party}):"), Block(said), Block(heading), Block(text)]
        talk += [Block(f"Kl. 13:0{place % 10}"), Block(f"Første næstformand ({chair}):"), Block("Værsgo.")]
    blocks = (
        Block("Folketinget, samling 20222, møde den " + day.isoformat() + " (spørgetid)"), Block(f"Spm. nr. {number}"),
        Block(f"Til {title}en af: {asker} ({party})"), Block("Spørgsmål:"), Block(question), Block("Svar:"), *talk,
    )  # fmt: skip
    fields: dict[str, object] = {
        "number": number, "session": "20222", "answered_on": day, "asker": asker, "asker_party": party,
        "minister": minister, "minister_title": title, "status": "final", "asked_on": None,
    }  # fmt: skip
    return Letter("oral", blocks, fields, question, tuple(answer), style=Style(hyphen="-"))


MAKERS: dict[str, Callable[..., bytes]] = {"pdf": paper.pdf, "docx": paper.docx, "html": paper.page, "txt": paper.plain}


def read_back(made: Letter, form_of_file: str) -> Document:
    """The one document that a letter gives when it is written as a file and read."""
    data = MAKERS[form_of_file](made.blocks, made.style)
    (reading,) = read_bytes(f"svar.{form_of_file}", data)
    (document,) = documents_of(
        ReadFile(reading.text, "0" * 64, reading.encoding, reading.pages, reading.reader), "svar.x"
    )
    return document


def wrong_fields(made: Letter, document: Document) -> list[str]:
    """The fields that differ, each with what was read."""
    read = {name: getattr(document, name) for name in made.fields} | {"question": document.question_text}
    wanted = made.fields | {"question": made.question}
    return [f"{name}: {read[name]!r}, not {wanted[name]!r}" for name in wanted if read[name] != wanted[name]]


def _sentences(text: str) -> list[str]:
    return [fold(text[span.start : span.end]) for span in split(text, 0, len(text))]


def lost_sentences(made: Letter, document: Document) -> tuple[list[str], int]:
    """The minister's and the agency's sentences that can't be quoted as such, and how many there are."""
    lost: list[str] = []
    count = 0
    for role, pieces in (("minister", made.answer), ("agency", made.agency)):
        quotable = {
            document.quote(span.start, span.end)
            for turn in document.turns
            if turn.role == role
            for span in split(document.text, turn.start, turn.end)
        }
        whole = " ".join(document.quote(turn.start, turn.end) for turn in document.turns if turn.role == role)
        if whole != fold(" ".join(pieces)):
            lost.append(f"{role}: {whole[:400]!r}")
        for piece in pieces:
            for sentence in _sentences(piece):
                count += 1
                if sentence not in quotable and not any(sentence.startswith(row[0]) for row in TABLE):
                    lost.append(sentence)
    return lost, count


def table(seeds: int) -> Iterator[tuple[str, str, float, float, list[str]]]:
    """For each form and format: the share of fields right, of sentences recovered, and what was wrong."""
    for form in FORMS:
        for form_of_file in FORMATS:
            fields = wrong = sentences = lost = 0
            said: list[str] = []
            for seed in range(seeds):
                made = letter(form, seed)
                document = read_back(made, form_of_file)
                differing = wrong_fields(made, document)
                missing, count = lost_sentences(made, document)
                fields, wrong = fields + len(made.fields) + 1, wrong + len(differing)
                sentences, lost = sentences + count, lost + len(missing)
                said += [f"seed {seed}: {line}" for line in (*differing, *missing)]
            yield form, form_of_file, 1 - wrong / fields, 1 - lost / sentences, said


def main() -> None:
    """Print the table, and with `-v` what was wrong."""
    print(f"{'':12}" + "".join(f"{name:>16}" for name in FORMATS))
    rows: dict[str, list[str]] = {}
    for form, _, fields, quotes, said in table(30):
        rows.setdefault(form, []).append(f"{fields:7.3f} / {quotes:.3f}")
        if "-v" in sys.argv:
            print(form, *said[:4], sep="\n    ", file=sys.stderr)
    for form, cells in rows.items():
        print(f"{form:12}" + "".join(f"{cell:>16}" for cell in cells))


if __name__ == "__main__":
    main()
