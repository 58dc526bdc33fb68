"""The sentences that only administrators see, in Danish and in English; the others are in `texts`."""

from dataclasses import dataclass

from corpus.citations import Language
from corpus.schema import Form, Status


@dataclass(frozen=True, slots=True)
class AdminTexts:
    """One language's sentences; `{…}` is filled in where it is used."""

    language: Language
    paired: str
    wrong_code: str
    too_large: str  # {limit} {folder}
    unfetched: str
    unreadable: str  # {name}
    preview: str  # {name}
    form: str  # {form}
    number: str  # {number}
    minister: str  # {minister}
    dated: str  # {date}
    passages: str  # {count}
    more_read: str  # {count}
    no_words: str
    add_it: str
    forms: tuple[tuple[Form, str], ...]
    statuses: tuple[tuple[Status, str], ...]
    add: str
    cancel: str
    cancelled: str
    expired: str
    exists: str  # {name}
    no_folder: str
    added: str  # {name}
    building: str
    done: str  # {documents} {passages} {generation}
    failed: str
    listed: str  # {first} {last} {total}
    none_listed: str
    earlier: str
    later: str
    which: str
    unknown_id: str  # {name}
    remove_it: str  # {name} {label}
    remove: str
    keep: str
    kept: str
    removed: str  # {name}
    nothing_to_undo: str
    undone: str  # {name}
    status: str  # {generation} {built} {documents} {passages} {newest} {waiting} {uptime}
    daily: str  # {day} {asked} {answered} {partial} {not_found} {english} {built} {unbuilt} {failures} {refused}
    daily_topics: str  # {words}
    changes: str
    no_changes: str
    change_added: str
    change_removed: str
    commands: tuple[tuple[str, str], ...]


DANISH = AdminTexts(
    language="da",
    paired="Du er nu administrator. Send en fil for at tilføje den. /status viser, hvordan det går.",
    wrong_code="Koden passer ikke.",
    too_large="Filen er større end {limit} MB. Læg den i mappen {folder} i stedet; så bliver den læst derfra.",
    unfetched="Filen kunne ikke hentes. Send den igen.",
    unreadable="{name} kan ikke læses. Send et svar med tekst i, som PDF, Word, HTML, e-mail eller ren tekst.",
    preview="Det læste jeg i {name}:",
    form="Form: {form}",
    number="Nummer: {number}",
    minister="Minister: {minister}",
    dated="Dato: {date}",
    passages="{count} afsnit kan citeres",
    more_read="… og {count} svar mere i samme fil",
    no_words="Ingen ord fra en minister: intet herfra kan citeres",
    add_it="Skal det tilføjes?",
    forms=(("letter", "brev"), ("oral", "mundtligt svar"), ("plain", "uden fast form")),
    statuses=(
        ("final", "Endeligt svar"),
        ("interim", "Foreløbigt svar"),
        ("reference", "Henviser til et andet svar"),
        ("refusal", "Afviser at svare"),
        ("question", "Kun spørgsmålet, intet svar"),
    ),
    add="Tilføj",
    cancel="Fortryd",
    cancelled="Fortrudt. {name} er ikke tilføjet.",
    expired="Den fil venter ikke længere. Send den igen.",
    exists="{name} er ikke tilføjet: Mappen har allerede det dokument, eller en anden fil med det navn.",
    no_folder="Der er ingen mappe til dokumenter. Sæt MINISTERSVAR_DOCUMENTS, og start botten igen.",
    added="{name} er tilføjet.",
    building="Indekset bygges. Det gamle svarer imens.",
    done="Færdig: {documents} dokumenter, {passages} afsnit, generation {generation}.",
    failed="Indekset kunne ikke bygges, og det gamle bruges stadig. Se loggen, og prøv så /genopbyg.",
    listed="Dokument {first}–{last} af {total}:",
    none_listed="Der er ingen dokumenter at vise.",
    earlier="‹ Forrige",
    later="Næste ›",
    which="Skriv /slet og dokumentets id. /dokumenter viser dem.",
    unknown_id="Jeg har intet dokument, der hedder {name}. /dokumenter viser dem.",
    remove_it="Skal {name} slettes med alle svar i filen? /fortryd kan hente den tilbage.\n\n{label}",
    remove="Slet",
    keep="Behold",
    kept="Beholdt.",
    removed="{name} er slettet.",
    nothing_to_undo="Der er intet at fortryde.",
    undone="Fortrudt: {name}.",
    status=(
        "Generation {generation}, bygget {built}\n{documents} dokumenter, {passages} afsnit, nyeste {newest}\n"
        "{waiting} beskeder i gang\nHar kørt i {uptime}"
    ),
    daily=(
        "I går, {day}: {asked} spørgsmål, heraf {english} på engelsk\n"
        "{answered} besvaret, {partial} delvist, {not_found} uden svar i dokumenterne\n"
        "Indekset: bygget {built} gange, mislykket {unbuilt} gange\n"
        "Fejl hos mig: {failures}. Kald, som Telegram afviste eller ikke svarede på: {refused}\n"
        "MINISTERSVAR_DAILY_REPORT=false slår denne besked fra."
    ),
    daily_topics="Spurgt om uden svar: {words}",
    changes="De seneste ændringer:",
    no_changes="Ingen har ændret noget endnu.",
    change_added="tilføjet",
    change_removed="slettet",
    commands=(
        ("status", "Indeks, dokumenter, drift"),
        ("dokumenter", "Vis dokumenter: /dokumenter ensomhed"),
        ("slet", "Slet et dokument"),
        ("fortryd", "Fortryd den seneste ændring"),
        ("genopbyg", "Byg indekset"),
        ("historik", "Hvem ændrede hvad"),
    ),
)

ENGLISH = AdminTexts(
    language="en",
    paired="You are now an administrator. Send a file to add it. /status shows how things are.",
    wrong_code="That is not the code.",
    too_large="The file is larger than {limit} MB. Put it into the folder {folder} instead; it is read from there.",
    unfetched="The file could not be fetched. Send it again.",
    unreadable="{name} cannot be read. Send an answer with text in it, as PDF, Word, HTML, mail or plain text.",
    preview="This is what I read in {name}:",
    form="Form: {form}",
    number="Number: {number}",
    minister="Minister: {minister}",
    dated="Date: {date}",
    passages="{count} passages can be quoted",
    more_read="… and {count} more answers in the same file",
    no_words="No words of a minister: nothing in it can be quoted",
    add_it="Add it?",
    forms=(("letter", "letter"), ("oral", "oral answer"), ("plain", "no set form")),
    statuses=(
        ("final", "Final answer"),
        ("interim", "Interim answer"),
        ("reference", "Refers to another answer"),
        ("refusal", "Declines to answer"),
        ("question", "Only the question, no answer"),
    ),
    add="Add",
    cancel="Cancel",
    cancelled="Cancelled. {name} was not added.",
    expired="That file is no longer waiting. Send it again.",
    exists="{name} was not added: the folder has that document already, or another file of that name.",
    no_folder="There is no folder for documents. Set MINISTERSVAR_DOCUMENTS and start the bot again.",
    added="{name} is added.",
    building="The index is being built. The old one answers meanwhile.",
    done="Done: {documents} documents, {passages} passages, generation {generation}.",
    failed="The index could not be built; the old one is still used. See the log, then try /genopbyg.",
    listed="Documents {first}–{last} of {total}:",
    none_listed="There are no documents to show.",
    earlier="‹ Previous",
    later="Next ›",
    which="Write /slet and the document's id. /dokumenter shows them.",
    unknown_id="I have no document called {name}. /dokumenter shows them.",
    remove_it="Remove {name} with every answer in the file? /fortryd can bring it back.\n\n{label}",
    remove="Remove",
    keep="Keep",
    kept="Kept.",
    removed="{name} is removed.",
    nothing_to_undo="There is nothing to undo.",
    undone="Undone: {name}.",
    status=(
        "Generation {generation}, built {built}\n{documents} documents, {passages} passages, newest {newest}\n"
        "{waiting} messages under way\nRunning for {uptime}"
    ),
    daily=(
        "Yesterday, {day}: {asked} queries, {english} of them in English\n"
        "{answered} answered, {partial} in part, {not_found} without an answer in the documents\n"
        "The index: built {built} times, failed {unbuilt} times\n"
        "Errors of mine: {failures}. Calls that Telegram refused or did not answer: {refused}\n"
        "MINISTERSVAR_DAILY_REPORT=false turns this message off."
    ),
    daily_topics="Asked for in vain: {words}",
    changes="The latest changes:",
    no_changes="Nobody has changed anything yet.",
    change_added="added",
    change_removed="removed",
    commands=(
        ("status", "Index, documents, running"),
        ("dokumenter", "Show documents: /dokumenter ensomhed"),
        ("slet", "Remove a document"),
        ("fortryd", "Undo the latest change"),
        ("genopbyg", "Build the index"),
        ("historik", "Who changed what"),
    ),
)


def admin_texts(language: Language) -> AdminTexts:
    """The sentences of a language."""
    return DANISH if language == "da" else ENGLISH
