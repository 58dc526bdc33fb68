"""Letters and exchanges that nobody wrote: a small corpus for questions whose right answers are plain to see."""

import shutil
from pathlib import Path

from corpus.files import default_folder

LETTER = """Folketingets {committee} har d. {day} stillet følgende spørgsmål nr. {number}
(alm. del) til {addressed}, som hermed besvares{interim}. Spørgsmålet er
stillet efter ønske fra {asker}.

Spørgsmål nr. {number}:
”{question}”

Svar:
{answer}

Med venlig hilsen
{minister}
{title}
"""
EXCHANGE = """Folketinget, samling {session}, møde den {day} (spørgetid)
Spm. nr. {number}
Til transportministeren af: {asker}

Spørgsmål:
{question}

Svar:
{asker}:
{question}

Transportministeren ({minister}):
{answer}
"""
SHELTERS = (
    "Der er i dag 72 herberger og forsorgshjem i landet. Et døgn på et herberg koster i gennemsnit 1.450 kr. for "
    "kommunen. Ministeriet fører ikke statistik over, hvor mange borgere der afvises ved døren."
)
GUIDE_DOGS = (
    "En førerhund koster omkring 250.000 kr. at uddanne. Kommunen betaler hunden som et hjælpemiddel efter "
    "servicelovens regler, og borgeren betaler selv foderet."
)
DELAYED = (
    "Det har desværre ikke været muligt at nå at beregne, hvor mange cykelstier der er anlagt langs statsvejene. Et "
    "endeligt svar vil blive fremsendt, når Vejdirektoratet har leveret tallene for cykelstierne."
)
CYCLE_PATHS = "Der er anlagt 118 kilometer cykelsti langs statsvejene siden 2019, og de fleste ligger i Vestjylland."
HEARING_AIDS = (
    "Det har ikke været muligt at indhente oplysninger om ventetiden på et høreapparat inden for svarfristen. "
    "Regionerne er bedt om at oplyse ventetiden på et høreapparat."
)
EARLIER = (
    "Storstrømsbroen ventes at åbne for biler i 2024. Forsinkelsen skyldes, at betonen til bropillerne blev støbt "
    "langsommere end planlagt."
)
LATER = (
    "Storstrømsbroen ventes nu først at åbne for biler i 2026. Den nye forsinkelse skyldes entreprenørens problemer "
    "med de store brofag."
)
FERRIES = (
    "Færgen til Samsø får et årligt tilskud på 31 mio. kr., så øboerne kan sejle billigt. Vi vil ikke lægge broafgift "
    "på færgeruterne."
)


def write(folder: Path) -> Path:
    """The invented documents and the shipped letter, in a new folder below this one."""
    documents = folder / "documents"
    shutil.copytree(default_folder(), documents, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    social = {"committee": "Socialudvalg", "addressed": "social- og ældreministeren", "interim": "",
              "minister": "Astrid Opdigtet", "title": "Social- og ældreminister"}  # fmt: skip
    traffic = {"committee": "Transportudvalg", "addressed": "transportministeren", "number": "12",
               "day": "4. marts 2024", "asker": "Bo Medie (SF)", "title": "Transportminister",
               "question": "Hvor mange kilometer cykelstier er der anlagt langs statsvejene?"}  # fmt: skip
    letters = (
        {**social, "number": "41", "day": "9. februar 2022", "asker": "Ane Prøve (EL)", "answer": SHELTERS,
         "question": "Hvad koster et døgn på et herberg for hjemløse?"},
        {**social, "number": "42", "day": "3. maj 2022", "asker": "Bo Medie (SF)", "answer": GUIDE_DOGS,
         "question": "Hvad koster det at uddanne en førerhund til en blind?"},
        {**traffic, "interim": " foreløbigt", "minister": "Ebbe Forgænger", "answer": DELAYED},
        {**traffic, "interim": "", "minister": "Carl Svarer", "answer": CYCLE_PATHS},
        {"committee": "Sundhedsudvalg", "addressed": "sundhedsministeren", "interim": " foreløbigt", "number": "5",
         "day": "7. oktober 2024", "asker": "Gry Ottende (KF)", "minister": "Hans Niende", "title": "Sundhedsminister",
         "question": "Hvor lang er ventetiden på et høreapparat?", "answer": HEARING_AIDS},
    )  # fmt: skip
    for count, fields in enumerate(letters):
        (documents / f"letter-{count}.txt").write_text(LETTER.format(**fields), encoding="utf-8")
    bridge = {"minister": "Carl Svarer", "asker": "Ane Prøve (EL)",
              "question": "Hvornår åbner Storstrømsbroen for biler?"}  # fmt: skip
    exchanges = (
        {**bridge, "session": "20222", "number": "S 71", "day": "2023-03-15", "answer": EARLIER},
        {**bridge, "session": "20241", "number": "S 905", "day": "2025-02-19", "answer": LATER},
        {**bridge, "session": "20241", "number": "S 910", "day": "2025-02-26", "answer": FERRIES,
         "asker": "Finn Sjette (V)", "question": "Hvor stort er tilskuddet til færgen til Samsø?"},
    )  # fmt: skip
    for fields in exchanges:
        name = f"{fields['session']}-{fields['number'].replace(' ', '')}.txt"
        (documents / name).write_text(EXCHANGE.format(**fields), encoding="utf-8")
    return documents
