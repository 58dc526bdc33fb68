"""Every sentence a person can see, in Danish and in English. A missing translation is a type error."""

import datetime as dt
from dataclasses import dataclass

from corpus.citations import Language, spoken_date
from index.finding import SmallTalk


@dataclass(frozen=True, slots=True)
class Texts:
    """One language's sentences; `{…}` is filled in where it is used."""

    language: Language
    partial: str
    not_found: str
    nearest: str
    understood: str  # {query}
    unknown: str  # {names}: each `quoted`, joined with `either`
    quoted: str  # {name}
    either: str
    # A narrowing, as `scope` puts it together.
    narrowed: str  # {scope}
    searched: str  # {scope}, in a refusal
    newest: str
    newest_first: str
    from_speaker: str  # {name}
    office: str  # {areas}: joined with `area_comma`, the last two with `area_and`
    area_comma: str
    area_and: str
    to_question: str  # {question}: `questions`, or one by its number
    questions: str
    number: str  # {number}
    oral_number: str  # {number}
    asked_by: str  # {name}
    in_committee: str  # {name}
    from_committee: str  # {name}
    in_period: str  # {period}: a year or a month
    on_day: str  # {period}
    between: str  # {start} {end}
    since: str  # {start}
    until: str  # {end}
    # A list: {answers} is "12 svar fra udenrigsministeren i 2023 om ensomhed".
    none: str
    one_answer: str
    answers: str
    about_subject: str  # {subject}
    outside: str  # {answers}
    counted: str  # {answers}
    listed: str  # {answers}
    more: str  # {count}
    thousands: str
    fresh: str  # {built}
    fresh_newest: str  # {built} {newest}
    greeting: str
    thanks: str
    about: str
    start: str
    help: str
    only_text: str
    cut: str  # {limit}
    shortened: str
    failed: str  # {reference}
    # Buttons are short: two or three stand in a row on a phone.
    source: str  # {number}
    back: str
    whole: str
    open_source: str
    erase: str
    asked: str  # {question}
    on_page: str  # {page}
    # What is said beside replies.
    unknown_command: str
    prompt: str
    example: str  # the placeholder of an empty reply, at most 64 characters
    wait: str
    joined: str  # {bot} {others}
    others_unseen: str
    others_unused: str
    help_group: str  # {bot}
    privacy: str  # {days}
    privacy_topics: str
    erased: str
    language_question: str
    language_names: tuple[str, str, str]  # Danish, English, that of the query
    language_chosen: tuple[str, str, str]
    voted: str
    save: str
    saved: str
    stale: str
    unknown_document: str
    no_inline: str
    commands: tuple[tuple[str, str], ...]
    group_commands: tuple[tuple[str, str], ...]

    def small_talk(self, kind: SmallTalk) -> str:
        """The short reply to a message that asks nothing of the corpus."""
        return {"greeting": self.greeting, "thanks": self.thanks, "about": self.about}[kind]

    def number_of(self, count: int) -> str:
        """A number with its thousands set apart: "1.234" in Danish, "1,234" in English."""
        return f"{count:,}".replace(",", self.thousands)

    def count(self, answers: int) -> str:
        """How many answers: "1.234 svar", "1 answer"."""
        return self.one_answer if answers == 1 else f"{self.number_of(answers)} {self.answers}"

    def freshness(self, built: dt.date, newest: dt.date | None) -> str:
        """When the index was built and the newest date of any document in it."""
        on = spoken_date(built, self.language)
        if newest is None:
            return self.fresh.format(built=on)
        return self.fresh_newest.format(built=on, newest=spoken_date(newest, self.language))


DANISH = Texts(
    language="da",
    partial="Det her besvarer måske kun en del af spørgsmålet:",
    not_found="Det kan jeg ikke finde svar på i dokumenterne.",
    nearest="Tættest på, men ikke et svar:",
    understood="Forstået som: {query}",
    unknown="Jeg kender ingen svar, der passer på {names}.",
    quoted="”{name}”",
    either=" eller ",
    narrowed="Kun svar {scope}.",
    searched="Jeg søgte kun i svar {scope}.",
    newest="Nyeste svar først.",
    newest_first="nyeste først",
    from_speaker="fra {name}",
    office="{areas}ministeren",
    area_comma="-, ",
    area_and="- og ",
    to_question="på {question}",
    questions="spørgsmål",
    number="spm. {number}",
    oral_number="§ 20-spørgsmål {number}",
    asked_by="stillet af {name}",
    in_committee="i {name}",
    from_committee="fra {name}",
    in_period="i {period}",
    on_day="den {period}",
    between="fra {start} til {end}",
    since="siden {start}",
    until="til og med {end}",
    none="ingen svar",
    one_answer="1 svar",
    answers="svar",
    about_subject="om {subject}",
    outside="Der er {answers} i dokumenterne.",
    counted="{answers}.",
    listed="Her er {answers}:",
    more="… og {count} til",
    thousands=".",
    fresh="Opdateret {built}.",
    fresh_newest="Opdateret {built}, nyeste dokument {newest}.",
    greeting="Hej! Spørg mig, hvad en minister har svaret – for eksempel: Er forskningscenteret finansieret?",
    thanks="Selv tak.",
    about=(
        "Jeg finder, hvad ministre har svaret Folketinget, og citerer det ordret med kilde. "
        "Jeg bruger kun de dokumenter, jeg har fået, og siger til, når svaret ikke står i dem."
    ),
    start=(
        "Hej! Jeg finder, hvad ministre har svaret Folketinget, og citerer det ordret med kilde. "
        "Skriv dit spørgsmål – for eksempel: Er forskningscenteret finansieret?"
    ),
    help=(
        "Skriv et spørgsmål med almindelige ord. Jeg svarer med ministerens egne ord og kilden. "
        "Står svaret ikke i dokumenterne, siger jeg det. Du kan spørge videre: ”hvad med ældre?”\n\n"
        "/sprog vælger sprog. /privatliv siger, hvad jeg gemmer – dine beskeder er ikke iblandt."
    ),
    only_text="Jeg kan kun læse tekst. Skriv dit spørgsmål som en besked.",
    cut="Jeg læste kun de første {limit} tegn af din besked.",
    shortened="Citatet er forkortet; resten står i kilden.",
    failed="Noget gik galt hos mig. Prøv igen om lidt, eller giv koden {reference} til den, der står for botten.",
    source="Kilde {number}",
    back="‹ Svaret",
    whole="Hele dokumentet",
    open_source="Åbn kilden",
    erase="Slet det, du har om mig",
    asked="Spørgsmålet: {question}",
    on_page="Side {page}",
    unknown_command="Den kommando kender jeg ikke. /hjaelp viser, hvad du kan skrive.",
    prompt="Hvad vil du vide? Svar på denne besked med dit spørgsmål.",
    example="Er forskningscenteret finansieret?",
    wait="Vent lidt, der er mange spørgsmål lige nu. Svaret kommer her.",
    joined=(
        "Hej! Jeg finder, hvad ministre har svaret Folketinget, og citerer det ordret med kilde. "
        "Skriv /spg@{bot} og jeres spørgsmål, eller svar på en af mine beskeder. {others}"
    ),
    others_unseen="Andre beskeder i gruppen kan jeg ikke læse, og jeg gemmer ingen.",
    others_unused="Andre beskeder i gruppen bruger jeg ikke, og jeg gemmer ingen.",
    help_group=(
        "Skriv /spg@{bot} og dit spørgsmål, eller svar på en af mine beskeder for at spørge videre. "
        "Svarer du på en andens besked med /spg@{bot} alene, er den besked spørgsmålet."
    ),
    privacy=(
        "Jeg gemmer ikke dine beskeder, kun de spørgsmål, du selv beder mig gemme. Det gemmer jeg ellers:\n"
        "– i {days} dage numrene på dine spørgsmål og mine svar, så et rettet spørgsmål får et rettet svar\n"
        "– dine 👍 og 👎 og dit valg af sprog, til du sletter dem\n\n"
        "Dit seneste spørgsmål husker jeg i en halv time, så du kan spørge videre."
    ),
    privacy_topics=(
        "Finder jeg intet svar, tæller jeg, hvilke af dokumenternes egne ord der blev spurgt om, hvert for sig: "
        "ikke hvem der spurgte, ingen navne og ingen tal."
    ),
    erased="Slettet. Jeg har ikke længere noget om dig.",
    language_question="Hvilket sprog skal jeg svare på? Citaterne bliver altid på dansk.",
    language_names=("Dansk", "English", "Som spørgsmålet"),
    language_chosen=(
        "Jeg svarer på dansk.",
        "I will reply in English. Quotes stay in Danish.",
        "Jeg svarer på det sprog, du spørger på.",
    ),
    voted="Tak, det er noteret.",
    save="Gem mit spørgsmål som eksempel",
    saved="Gemt, så svarene kan blive bedre. /privatliv sletter det igen.",
    stale="Den knap virker ikke længere. Stil spørgsmålet igen.",
    unknown_document="Det dokument har jeg ikke. Skriv dit spørgsmål, så leder jeg.",
    no_inline="Intet svar fundet – spørg mig direkte",
    commands=(
        ("start", "Kom i gang"),
        ("hjaelp", "Sådan spørger du"),
        ("sprog", "Vælg sprog"),
        ("privatliv", "Hvad jeg gemmer, og slet det"),
    ),
    group_commands=(("spg", "Spørg, hvad en minister har svaret"), ("hjaelp", "Sådan spørger du")),
)

ENGLISH = Texts(
    language="en",
    partial="This may answer only part of the question:",
    not_found="I cannot find an answer to that in the documents.",
    nearest="Nearest, but not an answer:",
    understood="Understood as: {query}",
    unknown="I know of no answer that fits {names}.",
    quoted="“{name}”",
    either=" or ",
    narrowed="Only answers {scope}.",
    searched="I searched only answers {scope}.",
    newest="Newest answers first.",
    newest_first="newest first",
    from_speaker="from {name}",
    office="the {areas} minister",
    area_comma=", ",
    area_and=" and ",
    to_question="to {question}",
    questions="questions",
    number="question {number}",
    oral_number="§ 20 question {number}",
    asked_by="asked by {name}",
    in_committee="in {name}",
    from_committee="from {name}",
    in_period="in {period}",
    on_day="on {period}",
    between="from {start} to {end}",
    since="since {start}",
    until="up to and including {end}",
    none="no answers",
    one_answer="1 answer",
    answers="answers",
    about_subject="about {subject}",
    outside="There are {answers} in the documents.",
    counted="{answers}.",
    listed="Here are {answers}:",
    more="… and {count} more",
    thousands=",",
    fresh="Updated {built}.",
    fresh_newest="Updated {built}, newest document {newest}.",
    greeting="Hello! Ask me what a minister has answered – for example: Is the research centre funded?",
    thanks="You are welcome.",
    about=(
        "I find what Danish ministers have answered in parliament and quote it word for word with its source. "
        "I use only the documents I was given, and I say so when the answer is not in them."
    ),
    start=(
        "Hello! I find what Danish ministers have answered in parliament and quote it word for word with its source. "
        "Write your question – for example: Is the research centre funded?"
    ),
    help=(
        "Ask in plain words. I reply with the minister's own words, in Danish, and their source. "
        "If the documents hold no answer, I say so. You can follow up: “what about older people?”\n\n"
        "/sprog chooses the language. /privatliv says what I keep – your messages are not among it."
    ),
    only_text="I can only read text. Write your question as a message.",
    cut="I read only the first {limit} characters of your message.",
    shortened="The quotation is shortened; the rest is in the source.",
    failed="Something went wrong on my side. Try again in a moment, or give whoever runs me the code {reference}.",
    source="Source {number}",
    back="‹ Reply",
    whole="Whole document",
    open_source="Open the source",
    erase="Erase what you have about me",
    asked="The question: {question}",
    on_page="Page {page}",
    unknown_command="I do not know that command. /help shows what you can write.",
    prompt="What would you like to know? Reply to this message with your question.",
    example="Is the research centre funded?",
    wait="One moment, there are many questions right now. The reply will appear here.",
    joined=(
        "Hello! I find what Danish ministers have answered in parliament and quote it word for word with its source. "
        "Write /spg@{bot} and your question, or reply to one of my messages. {others}"
    ),
    others_unseen="I cannot read other messages in the group, and I keep none.",
    others_unused="I take no notice of other messages in the group, and I keep none.",
    help_group=(
        "Write /spg@{bot} and your question, or reply to one of my messages to follow up. "
        "Reply to someone's message with /spg@{bot} alone, and that message is the question."
    ),
    privacy=(
        "I do not keep your messages, only the questions you ask me to keep. Besides them I keep:\n"
        "– for {days} days the numbers of your questions and my replies, so that an edited question edits its reply\n"
        "– your 👍 and 👎 and your choice of language, until you erase them\n\n"
        "I remember your latest question for half an hour, so that you can follow up."
    ),
    privacy_topics=(
        "Where I find no answer, I count which of the documents' own words were asked for, each by itself: "
        "not who asked, no names and no numbers."
    ),
    erased="Erased. I no longer have anything about you.",
    language_question="Which language should I reply in? Quotes always stay in Danish.",
    language_names=("Dansk", "English", "As the question"),
    language_chosen=(
        "Jeg svarer på dansk.",
        "I will reply in English. Quotes stay in Danish.",
        "I will reply in the language you ask in.",
    ),
    voted="Thank you, noted.",
    save="Keep my question as an example",
    saved="Kept, so that the replies can get better. /privatliv erases it again.",
    stale="That button no longer works. Ask the question again.",
    unknown_document="I do not have that document. Write your question, and I will look.",
    no_inline="No answer found – ask me directly",
    commands=(
        ("start", "Get started"),
        ("help", "How to ask"),
        ("sprog", "Choose the language"),
        ("privatliv", "What I keep, and erase it"),
    ),
    group_commands=(("spg", "Ask what a minister has answered"), ("help", "How to ask")),
)


def texts(language: Language) -> Texts:
    """The sentences of a language."""
    return DANISH if language == "da" else ENGLISH
