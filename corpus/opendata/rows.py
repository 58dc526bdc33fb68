"""What a row of the open data tells about an answer, and whether it is one that was asked for.

Everything is checked here again: the service ignores a filter that it does not understand, and sends all rows.
Field names: the service's own metadata, https://oda.ft.dk/api/$metadata. An actor's biography is never read.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from corpus.committees import CODES
from corpus.ministers import holders
from corpus.schema import fold

ANSWER = 17  # Dokument.typeid
SECTION_20 = 10  # Sag.typeid
MAX_TITLE = 300
_CODES = frozenset(CODES.values())
_NUMBER = re.compile(r"(S )?\d{1,5}")
_MINISTER = re.compile(r",? til ((?:fg\. )?[\w\s,.-]{0,80}?minister(?:en)?)\b")
_PATH = re.compile(r"/samling/(?P<session>\d{5})/almdel/(?P<code>\w{3})/spm/(?P<number>\d{1,5})/", re.IGNORECASE)
_KINDS = ("PDF", "DOCX")  # the first that a document has is taken

Lines = Annotated[str, BeforeValidator(lambda value: fold(value) if isinstance(value, str) else "")]


class _Raw(BaseModel):
    """A row as sent: what is not named here is not read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _RawFile(_Raw):
    id: int = Field(ge=0, lt=1 << 31)
    filurl: Lines = ""
    format: Lines = ""


class _RawActor(_Raw):
    navn: Lines = ""
    gruppenavnkort: Lines = ""


class _RawActorLink(_Raw):
    actor: _RawActor | None = Field(None, alias="Aktør")


class _RawCase(_Raw):
    typeid: int = 0
    nummer: Lines = ""


class _RawCaseLink(_Raw):
    bilagsnummer: Lines = ""
    case: _RawCase | None = Field(None, alias="Sag")


class _RawDocument(_Raw):
    id: int = Field(ge=0, lt=1 << 31)
    typeid: int
    offentlighedskode: Lines = ""
    titel: Lines = ""
    dato: dt.datetime | None = None
    frigivelsesdato: dt.datetime | None = None
    opdateringsdato: dt.datetime
    files: tuple[_RawFile, ...] = Field((), alias="Fil")
    actors: tuple[_RawActorLink, ...] = Field((), alias="DokumentAktør")
    cases: tuple[_RawCaseLink, ...] = Field((), alias="SagDokument")


class AnswerFile(BaseModel):
    """One file of an answer; the address is the service's word, and not to be trusted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file_id: int
    url: str
    suffix: str  # ".pdf"


class Answer(BaseModel):
    """One public answer as the open data lists it; what is not told is None."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer_id: int
    updated_at: dt.datetime  # naive Danish time, as the service has it
    title: str
    dated_on: dt.date | None
    session: str | None  # "20241"
    committee_code: str | None
    number: str | None
    minister: str | None  # a title: "social- og boligministeren"
    files: tuple[AnswerFile, ...]

    @property
    def label(self) -> str:
        """What a person calls it: "SOU 663", "S 725", "dokument 2142001"."""
        return " ".join(filter(None, (self.committee_code, self.number))) or f"dokument {self.answer_id}"

    def file_name(self, file: AnswerFile) -> str:
        """What the file is called in the documents folder: made of checked parts and the id alone."""
        return "-".join([*self.label.split(), str(file.file_id)]) + file.suffix


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which answers are asked for; None asks for all."""

    since: dt.date
    committee: str | None = None  # a code
    number: str | None = None
    minister: str | None = None  # part of the title, or of the name of whoever held that office on the day
    words: tuple[str, ...] = ()  # each is in the answer's title

    def takes(self, answer: Answer) -> bool:
        """Whether the answer is one of them; one that does not tell what is asked about it is not."""
        return (
            answer.dated_on is not None
            and answer.dated_on >= self.since
            and (self.committee is None or answer.committee_code == self.committee.upper())
            and (self.number is None or answer.number == plain_number(self.number))
            and (self.minister is None or self._names(answer, answer.dated_on))
            and all(_folded(word) in _folded(answer.title) for word in self.words)
        )

    def _names(self, answer: Answer, day: dt.date) -> bool:
        """Whether the minister asked for, by title or by name, is the answer's."""
        title, wanted = answer.minister or "", _folded(self.minister or "")
        return wanted in _folded(title) or any(wanted in _folded(term.name) for term in holders(title, day, day))


def _folded(text: str) -> str:
    return fold(unicodedata.normalize("NFC", text)).casefold()


def plain_number(text: str) -> str | None:
    """ "663", "S 725"; None for what is no question's number."""
    number = re.sub(r"^S\s*(?=\d)", "S ", fold(text).upper())
    return number if _NUMBER.fullmatch(number) else None


def is_address(url: str) -> bool:
    """Whether a text is a web address that a page may link to."""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and len(url) <= 2000
            and url.isprintable()
            and " " not in url
        )
    except ValueError:
        return False


def _files(raw: _RawDocument) -> tuple[AnswerFile, ...]:
    usable = [file for file in raw.files if is_address(file.filurl)]
    kind = next((kind for kind in _KINDS if any(file.format.upper() == kind for file in usable)), None)
    once = {file.filurl: file for file in usable if file.format.upper() == kind}
    return tuple(AnswerFile(file_id=file.id, url=url, suffix=f".{kind}".lower()) for url, file in once.items())


def _committee(raw: _RawDocument) -> str | None:
    actors = [link.actor for link in raw.actors if link.actor]
    codes = [actor.gruppenavnkort.upper() for actor in actors] + [CODES.get(actor.navn, "") for actor in actors]
    return next((code for code in codes if code in _CODES), None)


def _minister(raw: _RawDocument) -> str | None:
    names = [link.actor.navn for link in raw.actors if link.actor]
    titled = _MINISTER.findall(raw.titel)
    named = next((name.lower() for name in names if re.search(r"minister(en)?$", name.lower())), None)
    return named or (titled[-1].strip() if titled else None)


def answer_of(row: Any) -> Answer | None:
    """The answer that a row holds; None if it holds none that is public.

    Raises:
        ValueError: it lacks what every row has.
    """
    try:
        raw = _RawDocument.model_validate(row)
    except ValidationError as error:
        raise ValueError(f"{error.error_count()} fields are not as described") from None
    if raw.typeid != ANSWER or raw.offentlighedskode != "O":
        return None
    path = next((found for file in raw.files if (found := _PATH.search(file.filurl))), None)
    case = next((link.case for link in raw.cases if link.case and link.case.typeid == SECTION_20), None)
    numbers = [case.nummer] if case else [link.bilagsnummer for link in raw.cases]
    number = next(filter(None, map(plain_number, numbers)), None)
    code = path["code"].upper() if path and path["code"].upper() in _CODES else None
    dated = raw.dato or raw.frigivelsesdato
    return Answer(
        answer_id=raw.id,
        updated_at=raw.opdateringsdato.replace(tzinfo=None),
        title=raw.titel[:MAX_TITLE],
        dated_on=dated.date() if dated else None,
        session=path["session"] if path else None,
        committee_code=None if case else _committee(raw) or code,
        number=number or (path["number"] if path else None),
        minister=_minister(raw),
        files=_files(raw),
    )
