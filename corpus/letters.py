"""The letter forms: a committee's written question and the minister's signed answer, as seven ministries write them.

The head is read by `introductions`, the end by `signatures`, what agencies say in between by `statements`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from corpus.fields import Fields, Part, date_in_words
from corpus.introductions import Introduction, introduction, loose_introduction
from corpus.ministers import title_of
from corpus.readers.page import BOILER
from corpus.references import refers_to
from corpus.schema import Span, Turn, shifted, trimmed
from corpus.sentences import is_double_spaced
from corpus.signatures import GREETING, bare_signature, cover_signature, dated_on, signature
from corpus.statements import turns_with_statements
from corpus.status import is_correction, status_of

MAX_PAIRS = 25  # of a question and an answer in one letter
# A label may share its line with the text it introduces: "Svar: Nej."
_QUESTION = re.compile(
    r"^[ \t*#]*Spørgsmål(?:[ \t]+(?:nr\.?[ \t]*)?(?P<number>[A-ZÆØÅ]?[ \t]?\d{1,5})(?P<more>[ \t\w–,-]{0,20}))?"
    r"(?:[ \t]*\([^)\n]{1,30}\))?(?:[ \t]+fra[ \t]+[^\n:]{3,150}(?:\n[^\n:]{1,100})?(?=:))?(?:[ \t]*:[ \t*]*|[ \t*]*$)",
    re.MULTILINE,
)
_ANSWER = re.compile(
    r"^[ \t*#]*(?:(?:Endeligt|Foreløbigt|Samlet|Ministerens)[ \t]+)?(?:[Ss]var(?:et)?|[Bb]esvarelse)"
    r"(?:[ \t]+på[ \t]+spørgsmål[ \t]+(?:nr\.[ \t]*)?\d{1,5})?(?:[ \t]*:[ \t*]*|[ \t*]*$)",
    re.MULTILINE,
)
_AFTER_QUESTION = re.compile(
    rf"{GREETING.pattern}|^[ \t]*(?:Spørgsmålet\s+er\s+stillet|Svar(?:et)?\s+bedes|På\s+udvalgets\s+vegne)",
    re.MULTILINE | re.IGNORECASE,
)
_QUOTED = re.compile(r"\s*[”“\"»][^”“\"«]{1,5000}[”“\"«][ \t]*(?=\n|\Z)")
_GAP = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r"(?:(?<=\s)|^)(?P<mark>\d{1,2}|[a-zæøå])[.)](?=\s)", re.MULTILINE)


class Undivided(Exception):
    """Nothing says where a letter's question ends and its answer begins."""


def sub_questions(text: str, question: Span) -> tuple[Span, ...]:
    """The parts of a question that counts them, "1) … 2) …" or "a) … b) …"; () where it doesn't."""
    found: list[re.Match[str]] = []
    for item in _ITEM.finditer(text, question.start, question.end):
        expected = ("1", "a") if not found else (_after(found[-1]["mark"]),)
        if item["mark"] in expected:
            found.append(item)
    if len(found) < 2:
        return ()
    ends = [*(item.start() for item in found[1:]), question.end]
    spans = (trimmed(text, item.end(), end) for item, end in zip(found, ends, strict=True))
    return tuple(span for span in spans if span)


def _after(mark: str) -> str:
    return str(int(mark) + 1) if mark.isdigit() else chr(ord(mark) + 1)


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
    label = _QUESTION.search(text, found.end)
    start = label.end() if label else found.end
    end = _AFTER_QUESTION.search(text, start)
    number = found.numbers[:1] or ((label["number"].strip(),) if label and label["number"] else ())
    fields = Fields(
        turns=(), question=trimmed(text, start, end.start() if end else len(text)),
        number=number[0] if number else None, session=found.session, committee=found.committee,
        committee_code=found.code, bill=found.bill, asked_on=dated_on(text, found.start, None), asker=found.asker,
        asker_party=found.party, minister_title=found.minister_title, status="question",
    )  # fmt: skip
    return [Part(0, len(text), fields)]


def _pairs(text: str, found: Introduction) -> list[tuple[re.Match[str] | None, re.Match[str], int]]:
    """Each question's label, its answer's label and where the answer ends, for the questions that the head names.

    A question that the head doesn't name is an older answer annexed: what stands before ends there.
    """
    pairs: list[tuple[re.Match[str] | None, re.Match[str], int]] = []
    at = found.end
    while len(pairs) < MAX_PAIRS and (answer := _ANSWER.search(text, at)):
        asked = _QUESTION.search(text, at, answer.start())
        if pairs and asked is None:
            break  # the word "Svar" on a line of its own inside an answer
        if pairs and asked and asked["number"] and asked["number"].strip() not in found.numbers:
            break
        greeting = GREETING.search(text, answer.end())
        end = greeting.start() if greeting else len(text)
        following = next((q for q in _QUESTION.finditer(text, answer.end(), end) if q["number"]), None)
        if following and _ANSWER.search(text, following.end(), end):
            end = following.start()
        else:
            following = None
        pairs.append((asked, answer, end))
        if following is None:
            break
        at = following.start()
    return pairs


def _fields(text: str, found: Introduction, question: Span | None, cover_end: int, span: Span) -> Fields:
    """What a letter gives about the answer in `span`; its own head, or covering letter, ends at `cover_end`."""
    greeting = GREETING.search(text, span.end)
    name, title = signature(text, greeting.end(), len(text)) if greeting else (None, None)
    if greeting is None and (bare := bare_signature(text, span.start, span.end)):
        name, span = bare.name, Span(start=span.start, end=bare.start)
    if name is None:
        name, title = cover_signature(text, found.end, cover_end)
    asked_on = date_in_words(found.date) if found.date else None
    title = title or found.minister_title or (title_of(name, asked_on) if name else None)
    own = Turn(start=span.start, end=span.end, role="minister", name=name, title=title)
    said = text[span.start : span.end]
    late = found.interim or "oreløbigt" in text[max(span.start - 40, 0) : span.start]  # "Foreløbigt svar:"
    return Fields(
        turns=_turns(text, own),
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
        status=status_of(said, late),
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
    if gap is None or _QUESTION.search(text, found.end) or is_double_spaced(text):
        return []
    greeting = GREETING.search(text, gap.end())
    end = greeting.start() if greeting else len(text)
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
    return [Part(0, len(text), _numbered(_fields(text, found, question, gap.start(), span), found.numbers))]


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
    for place, (asked, answer, end) in enumerate(pairs):
        span = trimmed(text, answer.end(), end)
        if span is None:
            continue
        question = trimmed(text, asked.end(), answer.start()) if asked else None
        fields = _fields(text, found, question, asked.start() if asked else answer.start(), span)
        label = (asked["number"] or "").strip() if asked else ""
        if len(pairs) == 1:
            made.append(Part(0, len(text), _numbered(fields, found.numbers or ((label,) if label else ()))))
        else:
            start = asked.start() if asked and place else 0
            stop = end if place + 1 < len(pairs) else len(text)
            made.append(Part(start, stop, _moved(_numbered(fields, (label,)), -start)))
    if not made and not pairs:
        made = _unlabelled(text, found)
    if not made:
        raise Undivided
    return made


def labelled(text: str) -> list[Part]:
    """A text that no ministry's sentence introduces, with answers under labels; [] for any other.

    All answers are the minister's turns in one document: whoever asks, a question is never quoted as an answer.
    """
    first, answer = _QUESTION.search(text), _ANSWER.search(text)
    if answer is None or (first is None and "spørgsmål" not in text[: answer.start()].casefold()):
        return []
    asked_at = first.start() if first and first.start() < answer.start() else answer.start()
    spans: list[Span] = []
    answer_at = answer.start()
    while answer:
        asked = _QUESTION.search(text, answer.end())
        until = asked.start() if asked else len(text)
        greeting = GREETING.search(text, answer.end(), until)
        if span := trimmed(text, answer.end(), greeting.start() if greeting else until):
            spans.append(span)
        answer = _ANSWER.search(text, until) if asked else None
    if not spans:
        return []
    found = loose_introduction(text, asked_at)
    question = trimmed(text, first.end(), answer_at) if first and asked_at < answer_at else None
    fields = _fields(text, found, question, asked_at, spans[0])
    own = fields.turns[0]
    rest = (_turns(text, own.model_copy(update={"start": span.start, "end": span.end})) for span in spans[1:])
    fields = replace(fields, turns=(*fields.turns, *chain.from_iterable(rest)))
    label = (first["number"] or "").strip() if first and len(spans) == 1 else ""
    return [Part(0, len(text), _numbered(fields, found.numbers or ((label,) if label else ())))]
