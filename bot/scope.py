"""What a query was narrowed to, in words: "fra socialministeren, 2025". Pure.

The sentences around it, and their joints, belong to `texts`; what a query names is read by `index.named`.
"""

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping

from bot.texts import Texts
from corpus.citations import MONTHS, spoken_date
from corpus.committees import CODES
from corpus.offices import DANISH, ENGLISH
from corpus.schema import fold
from index.finding import Listing
from index.mentions import Office
from index.named import Named

# By the letters of `corpus.parties`; the names a reader knows, in a sentence (public facts: ft.dk, "Partier").
PARTIES = {
    "ALT": ("Alternativet", "the Alternative"),
    "DD": ("Danmarksdemokraterne", "the Denmark Democrats"),
    "DF": ("Dansk Folkeparti", "the Danish People's Party"),
    "EL": ("Enhedslisten", "the Red-Green Alliance"),
    "FG": ("Frie Grønne", "the Independent Greens"),
    "KD": ("Kristendemokraterne", "the Christian Democrats"),
    "KF": ("Det Konservative Folkeparti", "the Conservative People's Party"),
    "LA": ("Liberal Alliance", "Liberal Alliance"),
    "M": ("Moderaterne", "the Moderates"),
    "NB": ("Nye Borgerlige", "the New Right"),
    "RV": ("Radikale Venstre", "the Social Liberals"),
    "S": ("Socialdemokratiet", "the Social Democrats"),
    "SF": ("SF", "the Green Left (SF)"),
    "UFG": ("medlemmer uden for partierne", "members outside the parties"),
    "V": ("Venstre", "Venstre"),
}


def _first_by_value(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    first: dict[str, str] = {}
    for word, value in pairs:
        first.setdefault(value, word)
    return first


def _joining_forms() -> dict[str, str]:
    """Each area as it stands before "-minister": its genitive ("sundheds", "skatte"), else its first word."""
    forms = _first_by_value(DANISH.items())
    for area, word in forms.items():
        forms[area] = next((word + end for end in ("s", "e", "te") if DANISH.get(word + end) == area), word)
    del forms["nordisk"]  # no compound: "ministeren for nordisk samarbejde"
    return forms


_COMMITTEES = _first_by_value(CODES.items())
_AREAS: Mapping[str, Mapping[str, str]] = {
    "da": _joining_forms(),
    "en": {
        **_first_by_value(ENGLISH.items()),
        "digitalisering": "digital affairs",
        "europa": "European affairs",
        "landdistrikter": "rural affairs",
        "nordisk": "Nordic cooperation",
        "social": "social affairs",
        "undervisning": "education",
        "ældre": "senior citizens",
    },
}


def _place(area: str, said: str) -> int:
    """Where an area was said, in either language; -1 where it cannot be found."""
    return max(said.casefold().find(known.get(area, area)[:4].casefold()) for known in _AREAS.values())


def office_words(office: Office, words: Texts) -> str:
    """The definite title of an office; as the query said it where an area has no word in the reader's language."""
    known = _AREAS[words.language]
    if not office.areas or not office.areas <= known.keys():
        return fold(office.said)
    *first, last = (known[area] for area in sorted(sorted(office.areas), key=lambda area: _place(area, office.said)))
    areas = words.area_and.join((words.area_comma.join(first), last)) if first else last
    return words.office.format(areas=areas)


def party_words(letters: str, words: Texts) -> str:
    """The party's name; letters of no known party stay as they are."""
    danish, english = PARTIES.get(letters, (letters, letters))
    return danish if words.language == "da" else english


def _question(named: Named, words: Texts) -> str:
    """ "på spm. 663 fra Socialudvalget", "på spørgsmål stillet af Enhedslisten", or ""."""
    party = party_words(named.party, words) if named.party else ""
    asker = f"{named.asker} ({party})" if named.asker and party else named.asker or party
    committee = _COMMITTEES.get(named.committee_code, named.committee_code) if named.committee_code else ""
    if not (named.number or asker or committee):
        return ""
    question = words.questions
    if named.number:
        question = (words.oral_number if named.number.startswith("S") else words.number).format(
            number=", ".join(named.numbers)
        )
    parts = [words.to_question.format(question=question)]
    if asker:
        parts.append(words.asked_by.format(name=asker))
    if committee:
        parts.append((words.in_committee if asker else words.from_committee).format(name=committee))
    return " ".join(parts)


def _who(named: Named, words: Texts) -> str:
    speaker = named.minister or (office_words(named.office, words) if named.office else "")
    return fold(" ".join((words.from_speaker.format(name=speaker) if speaker else "", _question(named, words))))


def _point(day: dt.date, grain: int, words: Texts) -> str:
    """A day as the year (2), the month (1) or the day (0) it stands for."""
    if grain == 0:
        return spoken_date(day, words.language)
    return f"{day.year}" if grain == 2 else f"{MONTHS[words.language][day.month - 1]} {day.year}"


def _starts(day: dt.date) -> int:
    return 0 if day.day > 1 else 1 if day.month > 1 else 2


def _ends(day: dt.date) -> int:
    return 0 if day.day < calendar.monthrange(day.year, day.month)[1] else 1 if day.month < 12 else 2


def period_words(since: dt.date | None, until: dt.date | None, words: Texts) -> tuple[str, str]:
    """A period after a comma and inside a sentence: ("2025", "i 2025"); the same twice if one end is open."""
    if since and until:
        grain = min(_starts(since), _ends(until))
        start, end = _point(since, grain, words), _point(until, grain, words)
        if start == end:
            return start, (words.in_period if grain else words.on_day).format(period=start)
        return (f"{start}–{end}" if grain == 2 else f"{start} – {end}"), words.between.format(start=start, end=end)
    if since:
        open_ended = words.since.format(start=_point(since, _starts(since), words))
    else:
        open_ended = words.until.format(end=_point(until, _ends(until), words)) if until else ""
    return open_ended, open_ended


def scope(named: Named, words: Texts) -> str:
    """The narrowing inside a sentence: "fra udenrigsministeren i 2021"; "" where there is none."""
    return " ".join(filter(None, (_who(named, words), period_words(named.since, named.until, words)[1])))


def _answers(answers: str, named: Named | None, subject: str, words: Texts) -> str:
    """ "12 svar fra udenrigsministeren i 2023 om ensomhed"."""
    about = words.about_subject.format(subject=subject) if subject else ""
    return " ".join(filter(None, (answers, scope(named, words) if named else "", about)))


def heading(listing: Listing, named: Named | None, words: Texts) -> str:
    """What a list is of, and how many there are where that was the query; the narrowing is told with it."""
    subject = fold(named.rest).rstrip(" ?!.") if named else ""
    if not listing.count:
        return words.outside.format(answers=_answers(words.none, named, subject, words))
    counts = listing.wants == "count"
    answers = words.count(listing.count) if counts else words.answers
    if counts and listing.least:
        answers = words.at_least.format(answers=answers)
    listed = _answers(answers, named, subject, words)
    if counts:
        return words.counted.format(answers=listed[:1].upper() + listed[1:])
    return (words.askers if listing.wants == "askers" else words.listed).format(answers=listed)


def narrowed(named: Named, words: Texts, *, refused: bool) -> str:
    """The sentence that says to which answers a search was narrowed; "" where it was not.

    The order of what is shown is told with it, but not in a refusal.
    """
    if refused:
        return words.searched.format(scope=scope(named, words)) if named.narrows else ""
    if not named.narrows:
        return words.newest if named.latest else ""
    who, (bare, inside) = _who(named, words), period_words(named.since, named.until, words)
    parts = [who, bare if who else inside, words.newest_first if named.latest else ""]
    return words.narrowed.format(scope=", ".join(filter(None, parts)))


def outside(named: Named | None, words: Texts) -> str:
    """The sentence that says that no document fits the narrowing; "" where nothing was narrowed."""
    if named is None or not named.narrows:
        return ""
    return words.outside.format(answers=_answers(words.none, named, "", words))


def unknown(names: Iterable[str], words: Texts) -> str:
    """The sentence that says what was named but is in no document; "" if everything is."""
    quoted = [words.quoted.format(name=fold(name)) for name in names]
    return words.unknown.format(names=words.either.join(quoted)) if quoted else ""


def unseen(words_typed: Iterable[str], words: Texts) -> str:
    """The sentence that says which words of a query stand in no document; "" if they all do."""
    quoted = [words.quoted.format(name=fold(word)) for word in words_typed]
    return words.unseen.format(names=words.either.join(quoted)) if quoted else ""
