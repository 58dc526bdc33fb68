"""Every sentence a person can see, in Danish and in English. A missing translation is a type error."""

import datetime as dt
from dataclasses import dataclass

from corpus.citations import Language, spoken_date
from index.finding import SmallTalk


@dataclass(frozen=True, slots=True)
class Texts:
    """One language's sentences; `{…}` is filled in by `render` and `handlers`."""

    language: Language
    partial: str
    not_found: str
    nearest: str
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
    failed: str
    commands: tuple[tuple[str, str], ...]

    def small_talk(self, kind: SmallTalk) -> str:
        """The short reply to a message that asks nothing of the corpus."""
        return {"greeting": self.greeting, "thanks": self.thanks, "about": self.about}[kind]

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
    fresh="Opdateret {built}.",
    fresh_newest="Opdateret {built}, nyeste dokument {newest}.",
    greeting="Hej! Spørg mig, hvad en minister har svaret – for eksempel: Er forskningscenteret finansieret?",
    thanks="Selv tak.",
    about=(
        "Jeg finder det, ministre har svaret Folketinget, og citerer det ordret med kilde. "
        "Jeg bruger kun de dokumenter, jeg har fået, og siger til, når svaret ikke står i dem."
    ),
    start=(
        "Hej! Jeg finder, hvad ministre har svaret Folketinget, og citerer det ordret med kilde. "
        "Skriv dit spørgsmål – for eksempel: Er forskningscenteret finansieret?"
    ),
    help=(
        "Skriv et spørgsmål med almindelige ord. Jeg svarer med ministerens egne ord og kilden. "
        "Står svaret ikke i dokumenterne, siger jeg det. Dine beskeder bliver ikke gemt."
    ),
    only_text="Jeg kan kun læse tekst. Skriv dit spørgsmål som en besked.",
    cut="Jeg læste kun de første {limit} tegn af din besked.",
    shortened="Citatet er forkortet; resten står i kilden.",
    failed="Noget gik galt hos mig. Prøv igen om lidt.",
    commands=(("start", "Kom i gang"), ("hjaelp", "Sådan spørger du")),
)

ENGLISH = Texts(
    language="en",
    partial="This may answer only part of the question:",
    not_found="I cannot find an answer to that in the documents.",
    nearest="Nearest, but not an answer:",
    fresh="Updated {built}.",
    fresh_newest="Updated {built}, newest document {newest}.",
    greeting="Hello! Ask me what a minister has answered – for example: Is the research centre funded?",
    thanks="You are welcome.",
    about=(
        "I find what Danish ministers have answered the parliament and quote it word for word with its source. "
        "I use only the documents I was given, and say so when they hold no answer."
    ),
    start=(
        "Hello! I find what Danish ministers have answered the parliament and quote it word for word with its source. "
        "Write your question – for example: Is the research centre funded?"
    ),
    help=(
        "Ask in plain words. I reply with the minister's own words, in Danish, and their source. "
        "If the documents hold no answer, I say so. Your messages are not kept."
    ),
    only_text="I can only read text. Write your question as a message.",
    cut="I read only the first {limit} characters of your message.",
    shortened="The quotation is shortened; the rest is in the source.",
    failed="Something went wrong on my side. Try again in a moment.",
    commands=(("start", "Get started"), ("help", "How to ask")),
)


def texts(language: Language) -> Texts:
    """The sentences of a language."""
    return DANISH if language == "da" else ENGLISH
