"""Files of answers, downloaded where the parliament's site gives them to programs.

Only the service's own site is asked, and nothing is done about its turning programs away: the first time it does, no
further file is asked for.
"""

import ipaddress
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from corpus.errors import FileRefused, FileThere, UnreadableFile
from corpus.folder import add
from corpus.opendata.drop import Held, is_kind
from corpus.opendata.mirror import Mirror
from corpus.opendata.polite import Polite, TooLarge, Unanswered
from corpus.readers import MAX_BYTES

_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
Progress = Callable[[int, int], None]  # files asked for, files in all


@dataclass(frozen=True, slots=True)
class Downloads:
    """What came of asking for the files."""

    added: tuple[str, ...] = ()  # the documents' names
    troubles: tuple[str, ...] = ()  # a sentence each
    stopped: str | None = None  # why the others were not asked for


class _Stopped(Exception):
    """No further file is to be asked for."""


def is_own(url: str, base: str) -> bool:
    """Whether a file is on the service's own site: its very host and port, or https at a host beside it.

    >>> is_own("https://www.ft.dk/samling/20241/3000001.pdf", "https://oda.ft.dk/api/")
    True
    >>> is_own("https://www.ft.dk.example.org/3000001.pdf", "https://oda.ft.dk/api/")
    False
    """
    theirs, ours = urlsplit(url), urlsplit(base)
    if (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc):
        return True
    host, site = theirs.hostname or "", (ours.hostname or "").partition(".")[2]
    if theirs.scheme != "https" or theirs.netloc != host or "." not in site or _is_ip(ours.hostname):
        return False
    return host == site or host.endswith(f".{site}")


def _is_ip(host: str | None) -> bool:
    try:
        ipaddress.ip_address(host or "")
    except ValueError:
        return False
    return True


def _get(url: str, polite: Polite, path: Path) -> str | None:
    """Put a file at a path; what was wrong with it, if anything was.

    Raises:
        _Stopped: the site does not give its files.
    """
    try:
        status, body = polite.get(url, "*/*", MAX_BYTES)
    except Unanswered as error:
        raise _Stopped(f"the site does not answer ({error})") from None
    except TooLarge:
        return f"it is larger than {MAX_BYTES >> 20} MB"
    if status in _GONE:
        return "it is not there any more"
    if status != HTTPStatus.OK:
        raise _Stopped(f"the site turns programs away (status {status})")
    path.write_bytes(body)
    if is_kind(path):
        return None
    if body.lstrip()[:1] == b"<":
        raise _Stopped("the site turns programs away (a page came instead of the file)")
    return f"it is no {path.suffix} file"


def _take(held: Held, polite: Polite, folder: Path, mirror: Mirror) -> Downloads:
    answer, file = held
    name = answer.file_name(file)
    with tempfile.TemporaryDirectory(prefix="ministersvar-") as scratch:
        path = Path(scratch) / name
        trouble = _get(file.url, polite, path)
        if trouble:
            return Downloads(troubles=(f"{answer.label}: {trouble}",))
        try:
            name, new = add(folder, path, name).path.name, True
        except FileThere as there:
            name, new = there.name, False
        except (UnreadableFile, FileRefused) as error:
            return Downloads(troubles=(f"{answer.label}: {error.reason}",))
    mirror.have(file, name)
    return Downloads(added=(name,) if new else ())


def download(
    missing: Sequence[Held], base: str, polite: Polite, folder: Path, mirror: Mirror,
    progress: Progress = lambda *_: None,
) -> Downloads:  # fmt: skip
    """Ask for files, and add to the documents those that came; each is on disk before the next is asked for.

    Args:
        missing: answers and their files.
        base: the service's address; a file elsewhere is not asked for.
        polite: asks for them.
        folder: of the documents.
        mirror: where it is noted which files are there.
        progress: is told after each.

    Raises:
        FolderMissing, FolderShipped: there is no documents folder of the operator's own.
    """
    asked = [held for held in missing if is_own(held[1].url, base)]
    result = Downloads()
    for count, held in enumerate(asked, start=1):
        try:
            one = _take(held, polite, folder, mirror)
        except _Stopped as why:
            return replace(result, stopped=str(why))
        result = Downloads(result.added + one.added, result.troubles + one.troubles)
        progress(count, len(asked))
    return result
