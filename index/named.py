"""What a query names in plain words: a question's number, who answered, who asked, when. Pure.

Narrowing wrongly loses the answer, so a mention narrows only inside one of the frames below; else it is subject
matter and stays in `rest` for the text search. The frames:

- Number: ("SOU 663", "spm. 663", "§ 20 S 36", "spm. 36" where there is only "S 36"); a bare "S 36" and "nr. 663"
  only as `mentions` says; of several, any. Not one that is merely referred to: "jf. SOU 663", or after twelve words.
- Minister, by name, title or ministry: as the speaker. "hvad siger X om", "har X sagt", "svar fra X", "X om …" at
  the start, "ifølge X", "spørgsmål til X", or the whole query. "ministeren" alone is nobody; "Vil X …" and "mener
  X, at …" are subject: who asks so may have the wrong minister in mind. So is "X i Egypten".
- Party, member, committee: as who asked. "spurgt af X", "spørgsmål fra X", "X spurgte", "svar til X", and as no
  member is quoted, "hvad siger X om"; a committee also as "X om …" and "svar fra X". Two of a kind, "X og Y", narrow
  to neither.
- Period: (1) next to the noun "svar"/"spørgsmål" (or "besvaret", "spurgt" after it) that heads the query, or to
  the speaker's verb: "svar fra 2023", "hvad sagde X i 2023 om"; (2) at the end of a query that counts, lists or
  wants the latest; (3) at the end of "hvad har X sagt om …", after at most `narrowing.SHORT` words; (4) at the end
  of a query of at most that many words and no verb, only "siden", "efter" and "før"; (5) as the whole query. In 2
  to 4 only if the corpus has a document of that time, so that "i 2030" stays subject, and never "fra 2023".
- Counting and listing: a noun of answers or questions heads the query and a frame or "om" follows it.

What is named in a frame but not held by the corpus narrows nothing; it is told in `unknown`.
"""

import datetime as dt
from dataclasses import dataclass

from corpus.citations import Language
from corpus.parties import party_of
from index.analysis import clean
from index.mentions import Office, find_mentions
from index.names import DocumentFields, KnownNames, tokens_of
from index.narrowing import Item, Reader, Wants
from index.periods import Period


@dataclass(frozen=True, slots=True)
class Named:
    """What a query names; None, or empty, where it names nothing.

    `since` and `until` are inclusive. `rest` is the query without the words that only narrow, "" when no subject
    is left. `unknown` holds, as typed, what was named but is in no document.
    """

    numbers: tuple[str, ...] = ()
    committee_code: str | None = None
    minister: str | None = None
    office: Office | None = None
    party: str | None = None
    asker: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    latest: bool = False
    wants: Wants = "answer"
    rest: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def number(self) -> str | None:
        """The number that is named, the first of several."""
        return self.numbers[0] if self.numbers else None

    @property
    def narrows(self) -> bool:
        """Whether any document could fail `matches`."""
        return any((self.number, self.committee_code, self.minister, self.office, self.party, self.asker)) or bool(
            self.since or self.until
        )


def matches(named: Named, fields: DocumentFields) -> bool:
    """Whether a document is among those the query names; a field that is not known matches nothing."""
    same = (
        (named.committee_code, fields.committee_code),
        (named.minister, fields.minister),
        (named.party, fields.party and party_of(fields.party)),
        (named.asker, fields.asker),
    )
    if named.numbers and fields.number not in named.numbers:
        return False
    if any(wanted is not None and wanted != value for wanted, value in same):
        return False
    if named.office and not (fields.minister_title and named.office.held_by(fields.minister_title)):
        return False
    if named.since is None and named.until is None:
        return True
    return fields.dated_on is not None and Period(named.since, named.until, "within").holds(fields.dated_on)


def read_named(query: str, language: Language, names: KnownNames, today: dt.date | None = None) -> Named:
    """What the query names of what the corpus holds.

    Args:
        query: Any text.
        language: Whose function words do not count as a subject in `rest`.
        names: What the corpus' fields hold.
        today: What "i år" is counted from; without it such words are subject matter.
    """
    text = clean(query)
    tokens = tokens_of(text)
    items: list[Item] = []
    at = 0
    for mention in find_mentions(tokens, names, today):
        items += [(token.bare, token.start, token.end, None) for token in tokens[at : mention.first]]
        span = tokens[mention.first].start, tokens[mention.last - 1].end
        items.append((f"@{mention.kind}{len(items)}", *span, mention))
        at = mention.last
    items += [(token.bare, token.start, token.end, None) for token in tokens[at:]]
    reader = Reader(names, items, text)
    reader.read()
    found = reader.found
    speaker, asker = found.get("speaker"), found.get("asker")
    committee, party, period = found.get("committee"), found.get("party"), found.get("period")
    codes = {number.committee_code for number in reader.numbers}
    return Named(
        numbers=tuple(dict.fromkeys(number.number for number in reader.numbers if number.number)),
        committee_code=(codes.pop() if len(codes) == 1 else None) or (committee.committee_code if committee else None),
        minister=speaker.minister if speaker else None,
        office=speaker.office if speaker else None,
        party=party.party if party else None,
        asker=asker.asker if asker else None,
        since=period.period.since if period and period.period else None,
        until=period.period.until if period and period.period else None,
        latest=reader.latest,
        wants=reader.wants,
        rest=reader.rest(language),
        unknown=tuple(dict.fromkeys(reader.unknown)),
    )
