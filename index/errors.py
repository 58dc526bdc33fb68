"""The errors of building and searching an index; each message names the command or setting that mends it.

SearchError
├── IndexMissing    there is no index in the folder
├── IndexDamaged    its files cannot be read
├── IndexUnreadable they cannot be read now, which is no damage
├── IndexMismatch   it was built with something other than what is asked for now
├── NoneEarlier     there is no earlier generation to go back to
├── GateClosed      a new generation answers golden questions worse than the one that serves
├── GoldenWrong     the file of golden questions cannot be used
├── NotWritten      the index folder cannot be written to
├── IndexInside     its folder lies among the documents
├── BuilderBusy     another process is building in the same folder
└── ModelUnknown    the embedding model cannot be loaded
"""

from collections.abc import Sequence
from pathlib import Path

from corpus.errors import MinistersvarError


class SearchError(MinistersvarError):
    """Something about the index."""


class IndexMissing(SearchError):
    """There is no index in the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"there is no index in {folder}; run `ministersvar index build`")


class IndexDamaged(SearchError):
    """The files of an index cannot be read, or contradict each other."""

    def __init__(self, folder: Path, detail: str) -> None:
        self.folder = folder
        self.detail = detail
        super().__init__(f"the index in {folder} is damaged ({detail}); run `ministersvar index build`")


class IndexUnreadable(SearchError):
    """The files of an index cannot be read now: too many open files, missing rights. Nothing is wrong with them."""

    def __init__(self, folder: Path, detail: str) -> None:
        self.folder = folder
        self.detail = detail
        super().__init__(
            f"the index in {folder} cannot be read now ({detail}); "
            "see to the files' rights and the limit of open files, then try again"
        )


class IndexMismatch(SearchError):
    """An index was built with another model, dimension or version than is asked for."""

    def __init__(self, what: str, found: object, expected: object) -> None:
        self.what = what
        self.found = found
        self.expected = expected
        super().__init__(
            f"the index was built with {what} {found}, but {expected} is asked for; run `ministersvar index build`"
        )


class NoneEarlier(SearchError):
    """There is no earlier generation to go back to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(
            f"the index in {folder} keeps no earlier good generation, so the current one stays; "
            "`ministersvar index status` lists those that are kept"
        )


class GateClosed(SearchError):
    """A new generation answers golden questions worse than the one that serves."""

    def __init__(self, changed: Sequence[str]) -> None:
        self.changed = tuple(changed)
        listed = "\n".join(f"  {line}" for line in changed)
        super().__init__(
            f"the new index answers golden questions worse ({len(changed)}), so the old one keeps serving:\n{listed}\n"
            "mend the documents or the golden file, or run `ministersvar index build --no-gate`"
        )


class GoldenWrong(SearchError):
    """The file of golden questions cannot be used."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        self.path = path
        self.line = line
        self.reason = reason
        where = f"line {line} of {path}" if line else str(path)
        super().__init__(
            f'{where} is no golden question: {reason}; write lines like {{"query": "…", "document": "SOU-663"}}'
        )


class NotWritten(SearchError):
    """The index folder cannot be written to: the disk is full, the folder has gone or is read-only."""

    def __init__(self, folder: Path, detail: str) -> None:
        self.folder = folder
        self.detail = detail
        super().__init__(
            f"the index in {folder} cannot be written ({detail}) and stays as it was; "
            "make room or mend the folder's rights, then run `ministersvar index build`"
        )


class IndexInside(SearchError):
    """The index folder lies in the documents folder, which every build would change."""

    def __init__(self, index: Path, documents: Path) -> None:
        self.index = index
        self.documents = documents
        super().__init__(
            f"the index folder {index} lies inside the documents folder {documents}; "
            "name another with --index or MINISTERSVAR_INDEX"
        )


class BuilderBusy(SearchError):
    """Another process is building in the same folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"another process is building the index in {folder}; wait for it, then try again")


class ModelUnknown(SearchError):
    """The named model cannot be loaded here."""

    def __init__(self, model: str, detail: str = "") -> None:
        self.model = model
        self.detail = detail
        reason = f" ({detail})" if detail else ""
        super().__init__(
            f"the model {model!r} cannot be loaded{reason}; name a folder or a model that can be had, "
            "or leave MINISTERSVAR_MODEL empty for the bundled one"
        )
