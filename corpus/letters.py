"""The letter forms: a committee's written question and the minister's signed answer, as seven ministries write them.

The head is read by `introductions`, the end by `signatures`, what agencies say in between by `statements`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from corpus.enclosures import greeted, without
from corpus.fields import Fields, Part, date_in_words
from corpus.introductions import Introduction, introduction, loose_introduction, numbers_of
from corpus.labels import ANSWER, QUESTION, answer_label, counts, sub_questions
from corpus.ministers import title_of
from corpus.readers.page import BOILER
from corpus.references import refers_to
from corpus.schema import Span, Status, Turn, shifted, trimmed
from corpus.sentences import is_double_spaced
from corpus.signatures import GREETING, bare_signature, cover_signature, dated_on, is_ministers, signature
from corpus.statements import turns_with_statements
from corpus.status import is_correction, status_of

MAX_PAIRS = 25  # of a question and an answer in one letter
_AFTER_QUESTION = re.compile(
    rf"{GREETING.pattern}|^[ \t]*(?:Spørgsmålet\s+er\s+stillet|Svar(?:et)?\s+bedes|På\s+udvalgets\s+vegne)",
    re.MULTILINE | re.IGNORECASE,
)
_QUOTED = re.compile(r"\s*[”“\"»][^”“\"«]{1,5000}[”“\"«][ \t]*(?=\n|\Z)")
_GAP = re.compile(r"\n[ \t]*\n")


class Undivided(Exception):
    """Nothing says where a letter's question ends and its answer begins."""


def _number(label: re.Match[str] | None) -> str:
    """The number that a question's label gives, or ""."""
    return numbers_of(label["number"])[0] if label and label["number"] else ""


def _without_boiler(text: str, own: Turn) -> list[Turn]:
    """The turn without the lines that a converter left in it: names of pictures, advertisements of its own."""
    kept: list[Turn] = []
    at = begin = own.start
    for line in text[own.start : own.end].splitlines(keepends=True):
        if line.strip() and BOILER.fullmatch(line.rstrip("\n")):
            if span := trimmed(text, begin, at):
                kept.append(own.model_copy(update={"start": span.start, "end": span.end}))
            begin = at + len(line)
        at += len(line)
    if span := trimmed(text, begin, own.end):
        kept.append(own.model_copy(update={"start": span.start, "end": span.end}))
    return kept


def _turns(text: str, own: Turn) -> tuple[Turn, ...]:
    return tuple(turn for part in _without_boiler(text, own) for turn in turns_with_statements(text, part))


def _asked_only(text: str, found: Introduction) -> list[Part]:
    """A committee's letter: the question, and nothing that could be quoted."""
    label = QUESTION.search(text, found.end)
    start = label.end() if label else found.end
    end = _AFTER_QUESTION.search(text, start)
    number = found.numbers or (_number(label),)
    fields = Fields(
        turns=(), question=trimmed(text, start, end.start() if end else len(text)),
        number=number[0] or None, session=found.session, committee=found.committee,
        committee_code=found.code, bill=found.bill, asked_on=dated_on(text, found.start, None), asker=found.asker,
        asker_party=found.party, minister_title=found.minister_title, status="question",
    )  # fmt: skip
    return [Part(0, len(text), fields)]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A question's label, its answer's, and the answer: in pieces where labels count the parts of the question."""

    asked: re.Match[str] | None
    answer: re.Match[str]
    pieces: tuple[Span, ...]
    end: int
    counted: bool  # the question's own label is the first of those that count

    @property
    def number(self) -> str:
        return "" if self.counted else _number(self.asked)


def _counted(labels: Sequence[re.Match[str]], numbers: Sequence[str], first: int) -> list[re.Match[str]]:
    """The labels at the beginning that count on from `first`, and name none of the letter's own questions."""
    found: list[re.Match[str]] = []
    for number, label in enumerate(labels[:MAX_PAIRS], first):
        if str(number) in numbers or not counts(label, number):
            break
        found.append(label)
    return found


def _pair(
    text: str, found: Introduction, asked: re.Match[str] | None, answer: re.Match[str]
) -> tuple[_Pair, re.Match[str] | None]:
    """A question with its answer, and the label of another question that ends it."""
    below = greeted(text, answer.end(), len(text))
    end = below.end
    labels = [label for label in QUESTION.finditer(text, answer.end(), end) if label["number"]]
    begun = len(_counted([asked], found.numbers, 1)) if asked else 0
    counting = _counted(labels, found.numbers, begun + 1)
    if begun + len(counting) < 2 or not ANSWER.search(text, counting[0].end(), end):
        counting = []
    following = next(iter(labels[len(counting) :]), None)
    if following and ANSWER.search(text, following.end(), end):
        end = following.start()
    else:
        following = None
    ends = [*(label.start() for label in counting), end]
    begins = [ANSWER.search(text, label.end(), last) for label, last in zip(counting, ends[1:], strict=True)]
    spans = [trimmed(text, label.end(), last) for label, last in zip([answer, *begins], ends, strict=True) if label]
    pieces = tuple(piece for span in spans for piece in without(text, span, below.enclosed))
    return _Pair(asked, answer, pieces, end, begun > 0 and bool(counting)), following


def _pairs(text: str, found: Introduction) -> list[_Pair]:
    """Each question with its answer, for the questions that the head names.

    A question that the head doesn't name is an older answer annexed: what stands before ends there.
    """
    pairs: list[_Pair] = []
    at = found.end
    while len(pairs) < MAX_PAIRS and (answer := answer_label(text, at)):
        asked = QUESTION.search(text, at, answer.start())
        if pairs and asked is None:
            break  # the word "Svar" on a line of its own inside an answer
        if pairs and asked and asked["number"] and _number(asked) not in found.numbers:
            break
        pair, following = _pair(text, found, asked, answer)
        pairs.append(pair)
        if following is None:
            break
        at = following.start()
    return pairs


def _status(text: str, pieces: Sequence[Span], late: bool) -> Status:
    """What all pieces of an answer are; one that says more than another makes it final."""
    kinds = {status_of(text[piece.start : piece.end], late) for piece in pieces}
    return kinds.pop() if len(kinds) == 1 else "final"


def _fields(text: str, found: Introduction, question: Span | None, cover_end: int, pieces: Sequence[Span]) -> Fields:
    """What a letter gives about the answer in `pieces`; its own head, or covering letter, ends at `cover_end`."""
    first, last = pieces[0], pieces[-1]
    greeting = GREETING.search(text, last.end)
    name, title = signature(text, greeting.end(), len(text)) if greeting else (None, None)
    if greeting and text[last.end : greeting.start()].strip() and not is_ministers(name, title):
        name = title = None  # whoever wrote the letter that is quoted last
    if greeting is None and (bare := bare_signature(text, last.start, last.end)):
        name, pieces = bare.name, (*pieces[:-1], Span(start=last.start, end=bare.start))
    if name is None:
        name, title = cover_signature(text, found.end, cover_end)
    asked_on = date_in_words(found.date) if found.date else None
    title = title or found.minister_title or (title_of(name, asked_on) if name else None)
    turns = (Turn(start=piece.start, end=piece.end, role="minister", name=name, title=title) for piece in pieces)
    said = "\n\n".join(text[piece.start : piece.end] for piece in pieces)
    late = found.interim or "oreløbigt" in text[max(first.start - 40, 0) : first.start]  # "Foreløbigt svar:"
    return Fields(
        turns=tuple(chain.from_iterable(_turns(text, own) for own in turns)),
        question=question,
        sub_questions=sub_questions(text, question) if question else (),
        session=found.session,
        committee=found.committee,
        committee_code=found.code,
        bill=found.bill,
        asked_on=asked_on,
        answered_on=dated_on(text, found.start, asked_on),
        asker=found.asker,
        asker_party=found.party,
        minister=name,
        minister_title=title,
        status=_status(text, pieces, late),
        corrected=is_correction(text[:cover_end]),
        refers_to=refers_to(said, found.code, found.numbers),
    )


def _numbered(fields: Fields, numbers: Sequence[str]) -> Fields:
    return replace(fields, number=numbers[0] if numbers else None, also=tuple(numbers[1:]))


def _moved(fields: Fields, by: int) -> Fields:
    return replace(
        fields,
        turns=tuple(shifted(turn, by) for turn in fields.turns),
        question=shifted(fields.question, by) if fields.question else None,
        sub_questions=tuple(shifted(span, by) for span in fields.sub_questions),
    )


def _unlabelled(text: str, found: Introduction) -> list[Part]:
    """A letter without labels: the question, if it stands there at all, is its first paragraphs, quoted or with "?".

    [] where that can't be told: a label without the other, a question mark amid the first paragraph.
    """
    gap = _GAP.search(text, found.end)
    if gap is None or QUESTION.search(text, found.end) or is_double_spaced(text):
        return []
    end = greeted(text, gap.end(), len(text)).end
    quoted = _QUOTED.match(text, gap.end(), end)
    next_gap = _GAP.search(text, gap.end(), end)
    asked_end = quoted.end() if quoted else next_gap.start() if next_gap else end
    first = text[gap.end() : asked_end].strip()
    asks = quoted is not None or first.endswith("?")
    if "?" in first and not asks:
        return []
    question = trimmed(text, gap.end(), asked_end) if asks else None
    span = trimmed(text, asked_end if asks else gap.end(), end)
    if span is None:
        return []
    return [Part(0, len(text), _numbered(_fields(text, found, question, gap.start(), (span,)), found.numbers))]


def parts(text: str) -> list[Part]:
    """The answers of a letter, one a question that has its own; [] for another form.

    The date of the answer is the letter's own or none. An answer to several questions at once carries all numbers.

    Raises:
        Undivided: it is a letter, and nothing says where its question ends and its answer begins.
    """
    found = introduction(text)
    if found is None:
        return []
    if not found.answered:
        return _asked_only(text, found)
    pairs = _pairs(text, found)
    made: list[Part] = []
    for place, pair in enumerate(pairs):
        if not pair.pieces:
            continue
        asked, number = pair.asked, pair.number
        question = trimmed(text, asked.end(), pair.answer.start()) if asked else None
        fields = _fields(text, found, question, asked.start() if asked else pair.answer.start(), pair.pieces)
        if len(pairs) == 1:
            made.append(Part(0, len(text), _numbered(fields, found.numbers or ((number,) if number else ()))))
        else:
            start = asked.start() if asked and place else 0
            stop = pair.end if place + 1 < len(pairs) else len(text)
            made.append(Part(start, stop, _moved(_numbered(fields, (number,)), -start)))
    if not made and not pairs:
        made = _unlabelled(text, found)
    if not made:
        raise Undivided
    return made


def labelled(text: str) -> list[Part]:
    """A text that no ministry's sentence introduces, with answers under labels; [] for any other.

    All answers up to a signature are the minister's turns in one document: whoever asks, a question is never quoted as
    an answer.
    """
    answer = answer_label(text, 0)
    first = QUESTION.search(text, 0, answer.start()) if answer else None
    if answer is None or (first is None and "spørgsmål" not in text[: answer.start()].casefold()):
        return []
    asked_at = first.start() if first else answer.start()
    pieces: list[Span] = []
    question = trimmed(text, first.end(), answer.start()) if first else None
    while answer:
        asked = QUESTION.search(text, answer.end())
        until = asked.start() if asked else len(text)
        below = greeted(text, answer.end(), until)
        pieces += without(text, trimmed(text, answer.end(), below.end), below.enclosed)
        answer = ANSWER.search(text, until) if asked and below.greeting is None else None
    if not pieces:
        return []
    found = loose_introduction(text, asked_at)
    fields = _fields(text, found, question, asked_at, pieces)
    label = _number(first) if len(pieces) == 1 else ""
    return [Part(0, len(text), _numbered(fields, found.numbers or ((label,) if label else ())))]
