"""One query read with the frames: what it names, and which of its words only narrow. The rules: `named`. Pure."""

import bisect
import re
from dataclasses import dataclass, field
from typing import Literal

from corpus.citations import Language
from corpus.schema import fold
from index.analysis import is_function_word
from index.frames import (
    ANSWER_MODIFIERS,
    ASKED_MODIFIERS,
    ASKING,
    BARE_PERIOD,
    HEAD,
    MODIFIERS,
    NEWEST,
    NUMBER,
    PASSING,
    PASSIVE,
    REFERENCE,
    SPEECH,
    TELLING,
    TIMES,
    TOPIC,
    VERBAL,
    WHO,
)
from index.mentions import Mention
from index.names import KnownNames, tokens_of

_JOINTS = re.compile(r"(?i)^(?:\W*(?:og|om|and|about)\b)+\W*")
SHORT = 2  # words of subject matter that a period at the end may follow without being part of it
MOST_NUMBERS = 10
Wants = Literal["answer", "count", "list", "askers"]
Item = tuple[str, int, int, Mention | None]  # a word or mention as the frames see it, and its place in the query


@dataclass
class Reader:
    """One query while it is read: `items` are tokens and mentions in order, `used` those that only narrow."""

    names: KnownNames
    items: list[Item]
    text: str
    used: set[int] = field(default_factory=set)
    found: dict[str, Mention] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    numbers: list[Mention] = field(default_factory=list)
    latest: bool = False
    head: range = range(0)  # "svar om", where it leads the query
    wants: Wants = "answer"

    def __post_init__(self) -> None:
        self.line = " ".join(item[0] for item in self.items)
        self.starts = [0]
        for item in self.items:
            self.starts.append(self.starts[-1] + len(item[0]) + 1)

    def within(self, start: int, end: int) -> range:
        return range(bisect.bisect_left(self.starts, start), bisect.bisect_left(self.starts, end))

    def mention(self, marker: str) -> Mention:
        mention = self.items[int(marker[2:])][3]
        if mention is None:
            raise AssertionError(marker)  # only mentions are written with "@"
        return mention

    def take(self, match: re.Match[str]) -> bool:
        """Note what a frame names. False, and nothing noted, if the corpus holds no such thing or it is taken."""
        groups = match.groupdict()
        named: dict[str, Mention] = {}
        for role in ("speaker", "asker", "party", "number", "period", "adjacent"):
            if marker := groups.get(role):
                named["period" if role == "adjacent" else role] = self.mention(marker)
        places = [int(groups[role][2:]) for role in named if groups.get(role)]
        if missing := [place for place in places if not self.mention(f"@_{place}").known]:
            self.unknown += [self.text[self.items[place][1] : self.items[place][2]] for place in missing]
            return False
        for role, mention in named.items():
            if role == "number" and len(self.numbers) < MOST_NUMBERS:
                self.numbers.append(mention)
            key = "committee" if mention.kind == "c" else "party" if mention.kind == "f" else role
            self.found.setdefault(key, mention)
        self.latest = self.latest or bool(groups.get("latest"))
        if "keep" in groups:
            self.used.update(places)
        else:
            self.used.update(self.within(*match.span()))
        return True

    def take_period(self, least: int, most: int, kinds: str, *, dated: bool = True) -> bool:
        """Take the period the query ends with, if `least` to `most` words of subject stand before it."""
        left = [i for i in range(len(self.items)) if i not in self.used]
        if not left or "period" in self.found or not re.match(f"@[{kinds}]", self.items[left[-1]][0]):
            return False
        mention = self.mention(self.items[left[-1]][0])
        within_corpus = mention.period and any(map(mention.period.holds, self.names.dates))
        from_year = self.items[left[-1]][0][1] == "i" and mention.period and mention.period.binding == "from"
        if least <= len(left) - 1 <= most and (not dated or (within_corpus and not (from_year and least))):
            self.found["period"] = mention
            self.used.add(left[-1])
            return True
        return False

    def read(self) -> None:
        for number in NUMBER.finditer(self.line):
            if not REFERENCE.search(self.line[max(0, number.start() - 400) : number.start()]):
                self.take(number)
        speech = next((match for frame in SPEECH if (match := frame.search(self.line))), None)
        if speech:
            self.take(speech)
        self.read_opening()
        for frame in ASKING:
            if match := frame.search(self.line):
                self.take(match)
        said_about = speech and speech.groupdict().get("past") and re.search(" (?:om|about|on)$", speech[0])
        if said_about and "speaker" in self.found:  # not "har X lovet pensionister i 2023"
            self.take_period(1, SHORT, "it")
        if self.wants != "answer" or self.latest:
            self.take_period(1, 40, "it")
        elif self.head and self.take_period(len(set(self.head) - self.used) + 1, 40, "it"):
            self.used.update(self.head)
        self.take_period(0, 0, "it", dated=False)
        if not VERBAL.search(" ".join(self.items[i][0] for i in range(len(self.items)) if i not in self.used)):
            self.take_period(1, SHORT, "t")

    def read_opening(self) -> None:
        """What a query wants that begins "hvor mange gange har X svaret" or "hvem spurgte"."""
        times, who = TIMES.match(self.line), WHO.match(self.line)
        if times and (self.take(times) or self.unknown):
            opening, self.wants = times, "count"
        elif who and who.end() < len(self.line):  # else of what?
            opening, self.wants = who, "askers"
        else:
            self.read_head()
            return
        topic = TOPIC.match(self.line, opening.end() + 1)
        self.used.update(self.within(0, topic.end() if topic else opening.end()))

    def read_head(self) -> None:
        head = HEAD.match(self.line) or PASSIVE.match(self.line) or NEWEST.match(self.line)
        if not head:
            return
        groups = head.groupdict()
        asks = groups.get("question") or groups.get("asked") or head.re is PASSIVE
        modifiers = (*MODIFIERS, *(ASKED_MODIFIERS if asks else ANSWER_MODIFIERS))
        at, taken, before = head.end(), False, len(self.unknown)
        while at < len(self.line):
            rest = at + (self.line[at] == " ")
            # "svar 2023": without a preposition only right after the noun.
            tries = (*modifiers, BARE_PERIOD, NUMBER)
            step = next((match for frame in tries if (match := frame.match(self.line, rest))), None)
            if step and self.take(step):
                taken, at = True, step.end()
            elif (passing := PASSING.match(self.line, rest)) and passing.end() > rest:
                self.used.update(self.within(*passing.span()))
                at = passing.end()
            else:
                break
        topic = TOPIC.match(self.line, at + 1)
        valid = taken or bool(topic) or at >= len(self.line) or head.re is NEWEST
        many = groups.get("count") or groups.get("list") or groups.get("every")
        if topic and head.re is HEAD:
            self.head = self.within(0, topic.end())
        if many and len(self.unknown) > before:  # how many of whom nobody knows: none
            self.wants = "count" if groups.get("count") else "list"
            self.used.update(self.within(0, topic.end() if topic else len(self.line)))
            return
        newest = head.re is NEWEST or bool(groups.get("latest"))
        if not valid or not (taken or many or newest or head.re is PASSIVE):
            self.used -= set(self.within(head.end(), at)) if not taken else set()
            self.trailing(modifiers, bool(topic), head, topic)
            return
        self.used.update(self.within(*head.span()))
        if topic:
            self.used.update(self.within(*topic.span()))
        self.latest = self.latest or newest
        if groups.get("count"):
            self.wants = "count"
        elif many and not groups.get("one") and not newest and not self.numbers:
            self.wants = "list"
        self.trailing(modifiers, True, head, topic)

    def trailing(
        self,
        modifiers: tuple[re.Pattern[str], ...],
        allowed: bool,
        head: re.Match[str],
        topic: re.Match[str] | None,
    ) -> None:
        """Who is named at the end: "svar om mink fra fødevareministeren"."""
        for start in self.starts[-6:-1] if allowed else ():
            match = next((match for frame in modifiers if (match := frame.match(self.line, start))), None)
            if match is None or match.end() < len(self.line) or match.groupdict().get("period"):
                continue
            fresh = start > head.end() and self.within(*match.span())[0] not in self.used
            if fresh and self.take(match):
                self.used.update(self.within(*head.span()))
                self.used.update(self.within(*topic.span()) if topic else ())
            return

    def rest(self, language: Language) -> str:
        """The text without what only narrows; "" if no subject is left, only function words and the like."""
        if not self.used:
            return fold(self.text)
        parts, at = [], 0
        for index in sorted(self.used):
            parts.append(self.text[at : self.items[index][1]])
            at = self.items[index][2]
        left = fold(" ".join((*parts, self.text[at:])))
        words = [token.text.casefold() for token in tokens_of(left)]
        light = TELLING if self.numbers else frozenset()
        if all(word in light or is_function_word(word, language) or is_function_word(word, "da") for word in words):
            return ""
        left = re.sub(r"[(\[]\s?[)\]]", " ", left)
        left = _JOINTS.sub("", left) if self.numbers else left
        return fold(re.sub(r"\s+([?.!,;:])", r"\1", left)).lstrip(" .,;:)-–—?!").rstrip(" .,;:(-–—")
