"""What there is to say, whatever the language. A missing translation is a type error."""

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
    unseen: str  # {names}
    several: str
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
    at_least: str  # {answers}
    askers: str  # {answers}
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
    page: str
    official: str
    open_source: str
    erase: str
    asked: str  # {question}
    on_page: str  # {page}
    same: str  # {answers}
    others: str  # {count}
    refers: str  # {answer}
    refers_away: str  # {answer}
    drawing: str
    unmarked: str
    no_page: str
    # What is said beside replies.
    unknown_command: str
    prompt: str
    example: str  # the placeholder of an empty reply, at most 64 characters
    wait: str
    doubtful: str
    parting: str
    joined: str  # {bot} {others}
    others_unseen: str
    others_unused: str
    help_group: str  # {bot}
    privacy: str  # {days}: `one_day` or `days`
    one_day: str
    days: str  # {count}
    privacy_topics: str
    privacy_admin: str
    erased: str
    erased_admin: str
    language_question: str
    language_names: tuple[str, str, str]  # Danish, English, that of the query
    language_chosen: tuple[str, str, str]
    voted: str
    save: str
    saved: str
    # Said for a moment to whoever presses: at most 200 characters.
    used: str
    too_old: str
    changed: str
    forgotten: str
    soon: str
    unshown: str
    unknown_document: str
    passage_changed: str
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

    def day_count(self, days: int) -> str:
        """How many days: "1 day", "30 days"."""
        return self.one_day if days == 1 else self.days.format(count=days)

    def freshness(self, built: dt.date, newest: dt.date | None) -> str:
        """When the index was built and the newest date of any document in it."""
        on = spoken_date(built, self.language)
        if newest is None:
            return self.fresh.format(built=on)
        return self.fresh_newest.format(built=on, newest=spoken_date(newest, self.language))
