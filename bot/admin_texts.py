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
    closed: str
    help: str
    too_large: str  # {name} {limit}
    unfetched: str  # {name}
    unreadable: str  # {name} {why}
    disk_full: str  # {name}
    preview: str  # {name}
    form: str  # {form}
    number: str  # {number}
    minister: str  # {minister}
    dated: str  # {date}
    passages: str  # {count}
    more_read: str  # {count}
    no_words: str
    add_it: str
    album: str
    add_them: str
    add_all: str
    forms: tuple[tuple[Form, str], ...]
    statuses: tuple[tuple[Status, str], ...]
    add: str
    cancel: str
    cancelled: str
    expired: str
    settled: str
    gone: str
    same: str  # {name} {other}
    name_taken: str  # {name}
    no_folder: str
    unwritable: str
    added: str  # {name}
    building: str
    done: str  # {documents} {passages} {generation}
    failed: str
    listed: str  # {first} {last} {total}
    found: str  # {first} {last} {total} {search}
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
    not_undone: str  # {name}
    undone: str  # {name}
    status: str  # {generation} {built} {documents} {passages} {newest} {waiting} {uptime}
    # {day} {asked} {answered} {partial} {not_found} {english} {built}: `times` {unbuilt} {failures} {refused}
    daily: str
    unwritten: str
    interrupted: str
    once: str
    many_times: str  # {count}
    daily_topics: str  # {words}
    changes: str
    no_changes: str
    change_added: str
    change_removed: str
    commands: tuple[tuple[str, str], ...]

    def times(self, count: int) -> str:
        """How often: "once", "3 times"."""
        return self.once if count == 1 else self.many_times.format(count=count)


DANISH = AdminTexts(
    language="da",
    paired="Du er nu administrator. Send en fil for at tilføje den. /status viser, hvordan det går.",
    wrong_code="Koden passer ikke. Den rigtige står i det, botten skrev, da den sidst blev startet.",
    closed="Der er sendt for mange forkerte koder. Genstart botten for en ny kode.",
    help=(
        "Du er administrator. Send en fil for at tilføje den.\n"
        "/dokumenter viser og søger, /slet sletter, /fortryd tager den seneste ændring tilbage, "
        "/genopbyg bygger indekset, /historik viser ændringer, og /status viser, hvordan det går."
    ),
    too_large="{name} er større end {limit} MB, og så store filer læser jeg ikke. Del den i én fil for hvert svar.",
    unfetched="{name} kunne ikke hentes. Send filen igen.",
    unreadable="{name} kan ikke læses: {why}.",
    disk_full="{name} kunne ikke gemmes, for disken er fuld. Gør plads, og send filen igen.",
    preview="Det læste jeg i {name}:",
    form="Form: {form}",
    number="Nummer: {number}",
    minister="Minister: {minister}",
    dated="Dato: {date}",
    passages="Afsnit, der kan citeres: {count}",
    more_read="… og {count} svar til i samme fil",
    no_words="Ingen ord fra en minister, så intet herfra kan citeres",
    add_it="Skal det tilføjes?",
    album="Det læste jeg i filerne:",
    add_them="Skal de tilføjes?",
    add_all="Tilføj alle",
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
    settled="Det er allerede afgjort. /historik viser, hvad der er sket.",
    gone="Det dokument er her ikke længere. /dokumenter viser dem, der er.",
    same="{name} er ikke tilføjet, for den er magen til {other}, som allerede er her.",
    name_taken="{name} er ikke tilføjet, for en anden fil hedder det samme. Giv den et andet navn, og send den igen.",
    no_folder="Der er ingen mappe til dokumenter. Sæt MINISTERSVAR_DOCUMENTS, og start botten igen.",
    unwritable="Mappen med dokumenter kan ikke ændres. Se efter dens rettigheder og pladsen på disken.",
    added="{name} er tilføjet.",
    building="Indekset bygges. Imens svarer jeg ud fra det gamle.",
    done="Færdig. Dokumenter: {documents}, afsnit: {passages}, generation {generation}.",
    failed="Indekset kunne ikke bygges, og det gamle bruges stadig. Se loggen, og prøv så /genopbyg.",
    listed="Dokument {first}–{last} af {total}:",
    found="Dokument {first}–{last} af {total} om ”{search}”:",
    none_listed="Ingen dokumenter passer på det. /dokumenter alene viser dem alle.",
    earlier="‹ Forrige",
    later="Næste ›",
    which="Skriv /slet og dokumentets id eller filens navn, for eksempel /slet SOU-663. /dokumenter viser dem.",
    unknown_id="Jeg har intet dokument, der hedder {name}. /dokumenter viser dem, der er.",
    remove_it="Skal {name} slettes med alle svar i filen? /fortryd kan hente den tilbage.\n\n{label}",
    remove="Slet",
    keep="Behold",
    kept="Intet er slettet.",
    removed="{name} er slettet.",
    nothing_to_undo="Der er intet at fortryde.",
    not_undone=(
        "Ændringen af {name} kan ikke fortrydes: filen er flyttet eller allerede på plads. "
        "/historik viser, hvad der er sket."
    ),
    undone="Fortrudt: {name}.",
    status=(
        "Generation {generation}, bygget {built}\nDokumenter: {documents}, afsnit: {passages}, nyeste: {newest}\n"
        "Beskeder i gang: {waiting}\nHar kørt i {uptime}"
    ),
    daily=(
        "I går, {day}: {asked} spørgsmål, heraf {english} på engelsk\n"
        "{answered} besvaret, {partial} delvist, {not_found} uden svar i dokumenterne\n"
        "Indekset blev bygget {built}; mislykkede forsøg: {unbuilt}\n"
        "Fejl hos mig: {failures}. Kald, som Telegram afviste eller ikke besvarede: {refused}\n"
        "MINISTERSVAR_DAILY_REPORT=false slår denne besked fra."
    ),
    unwritten=(
        "Jeg kan ikke gemme noget: disken er fuld, eller mappen er låst. Jeg svarer stadig, men husker ikke stemmer, "
        "valg og rettelser. Gør plads, og kør `ministersvar doctor`."
    ),
    interrupted="Botten stopper, før indekset er bygget. Send /genopbyg, når den kører igen.",
    once="1 gang",
    many_times="{count} gange",
    daily_topics="Spurgt forgæves om: {words}",
    changes="De seneste ændringer:",
    no_changes="Ingen har ændret noget endnu.",
    change_added="tilføjet",
    change_removed="slettet",
    commands=(
        ("status", "Hvordan det går: indeks, dokumenter, drift"),
        ("dokumenter", "Vis dokumenter: /dokumenter ensomhed"),
        ("slet", "Slet et dokument"),
        ("fortryd", "Fortryd den seneste ændring"),
        ("genopbyg", "Byg indekset igen"),
        ("historik", "Hvem ændrede hvad"),
    ),
)

ENGLISH = AdminTexts(
    language="en",
    paired="You are now an administrator. Send a file to add it. /status shows how things are.",
    wrong_code="That is not the code. The right one is in what the bot printed when it was last started.",
    closed="Too many wrong codes were sent. Start the bot again for a new one.",
    help=(
        "You are an administrator. Send a file to add it.\n"
        "/dokumenter lists and searches, /slet removes, /fortryd takes the latest change back, "
        "/genopbyg builds the index, /historik shows changes, and /status shows how things are."
    ),
    too_large=(
        "{name} is larger than {limit} MB, and I do not read files that large. Split it into one file an answer."
    ),
    unfetched="{name} could not be fetched. Send the file again.",
    unreadable="{name} cannot be read: {why}.",
    disk_full="{name} could not be kept, as the disk is full. Make room, then send the file again.",
    preview="This is what I read in {name}:",
    form="Form: {form}",
    number="Number: {number}",
    minister="Minister: {minister}",
    dated="Date: {date}",
    passages="Passages that can be quoted: {count}",
    more_read="… and {count} more in the same file",
    no_words="No words of a minister, so nothing in it can be quoted",
    add_it="Add it?",
    album="This is what I read in the files:",
    add_them="Add them?",
    add_all="Add all",
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
    settled="That has been settled already. /historik shows what happened.",
    gone="That document is no longer here. /dokumenter shows those that are.",
    same="{name} was not added: it is the same as {other}, which is here already.",
    name_taken="{name} was not added, as another file has that name. Give it another name and send it again.",
    no_folder="There is no folder for documents. Set MINISTERSVAR_DOCUMENTS and start the bot again.",
    unwritable="The folder of documents cannot be changed. Check its rights and the space on the disk.",
    added="{name} is added.",
    building="The index is being built. Meanwhile I reply from the old one.",
    done="Done. Documents: {documents}, passages: {passages}, generation {generation}.",
    failed="The index could not be built; the old one is still used. See the log, then try /genopbyg.",
    listed="Documents {first}–{last} of {total}:",
    found="Documents {first}–{last} of {total} about “{search}”:",
    none_listed="No document fits that. /dokumenter alone shows all of them.",
    earlier="‹ Previous",
    later="Next ›",
    which="Write /slet and the document's id or its file's name, such as /slet SOU-663. /dokumenter shows them.",
    unknown_id="I have no document called {name}. /dokumenter shows those there are.",
    remove_it="Remove {name} with every answer in the file? /fortryd can bring it back.\n\n{label}",
    remove="Remove",
    keep="Keep",
    kept="Nothing was removed.",
    removed="{name} is removed.",
    nothing_to_undo="There is nothing to undo.",
    not_undone=(
        "The change of {name} cannot be undone: the file was moved, or is in place already. "
        "/historik shows what happened."
    ),
    undone="Undone: {name}.",
    status=(
        "Generation {generation}, built {built}\nDocuments: {documents}, passages: {passages}, newest: {newest}\n"
        "Messages under way: {waiting}\nRunning for {uptime}"
    ),
    daily=(
        "Yesterday, {day}: queries: {asked}, in English: {english}\n"
        "{answered} answered, {partial} in part, {not_found} without an answer in the documents\n"
        "The index was built {built}; failed attempts: {unbuilt}\n"
        "Errors of mine: {failures}. Calls that Telegram refused or did not answer: {refused}\n"
        "MINISTERSVAR_DAILY_REPORT=false turns this message off."
    ),
    unwritten=(
        "I cannot keep anything: the disk is full, or the folder is locked. I still reply, but remember no votes, "
        "choices or corrections. Make room, then run `ministersvar doctor`."
    ),
    interrupted="The bot stops before the index is built. Send /genopbyg once it runs again.",
    once="once",
    many_times="{count} times",
    daily_topics="Asked for in vain: {words}",
    changes="The latest changes:",
    no_changes="Nobody has changed anything yet.",
    change_added="added",
    change_removed="removed",
    commands=(
        ("status", "How things are: index, documents, running"),
        ("dokumenter", "Show documents: /dokumenter ensomhed"),
        ("slet", "Remove a document"),
        ("fortryd", "Undo the latest change"),
        ("genopbyg", "Build the index again"),
        ("historik", "Who changed what"),
    ),
)


def admin_texts(language: Language) -> AdminTexts:
    """The sentences of a language."""
    return DANISH if language == "da" else ENGLISH
