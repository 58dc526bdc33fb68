"""The errors a caller can act on; each message says what is wrong, where, and what mends it.

MinistersvarError
├── CorpusError
│   ├── FolderMissing      the documents folder does not exist
│   ├── CorpusEmpty        the folder holds no readable document
│   ├── FolderShipped      the documents are those that ship; nothing is added to them
│   ├── UnreadableFile     one file cannot be read (the rest goes on)
│   ├── FileRefused        a file cannot be put into the folder, or taken out
│   │   └── FileThere      the folder has its content under another name
│   ├── DocumentUnknown    no document has this id
│   ├── ServiceSilent      the open data service does not answer
│   ├── ServiceOdd         it answers what cannot be used
│   └── MirrorWrong        what is kept of the open data cannot be read
├── SearchError (in `index.errors`)
└── BotError (in `bot.errors`)
"""

from collections.abc import Sequence
from pathlib import Path


class MinistersvarError(Exception):
    """The root: anything raised on purpose by this project."""


class CorpusError(MinistersvarError):
    """Something about the documents."""


class FolderMissing(CorpusError):
    """The documents folder does not exist."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(
            f"the documents folder {folder} does not exist; create it, "
            "or name another with --documents or MINISTERSVAR_DOCUMENTS"
        )


class FolderShipped(CorpusError):
    """The documents are those that ship with the project."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(
            "the letter that ships is not a folder of yours; "
            "name your own with --documents or MINISTERSVAR_DOCUMENTS, then do this again"
        )


class FileRefused(CorpusError):
    """A file cannot be put into the documents folder, or taken out."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path.name}: {reason}; `ministersvar documents list` shows what is there")


class FileThere(FileRefused):
    """The folder has a file's content already."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        super().__init__(path, f"{name} has the same content")


class UnreadableFile(CorpusError):
    """One file cannot be read; the message gives the reason and the remedy."""

    def __init__(self, path: Path | str, reason: str, remedy: str) -> None:
        self.path = Path(path)
        self.reason = reason
        self.remedy = remedy
        shown = self.path.name if self.path.is_absolute() else self.path.as_posix()  # inside the documents folder
        super().__init__(f"{''.join(c if c.isprintable() else '�' for c in shown)}: {reason}; {remedy}")


class CorpusEmpty(CorpusError):
    """The documents folder holds no readable document."""

    def __init__(self, folder: Path, skipped: Sequence[UnreadableFile] = ()) -> None:
        self.folder = folder
        self.skipped = tuple(skipped)
        detail = f" ({len(skipped)} skipped, the first: {skipped[0]})" if skipped else ""
        super().__init__(
            f"the documents folder {folder} holds no readable document{detail}; "
            "put .pdf, .docx, .html, .eml, .txt or .md files there, then run `ministersvar index build`"
        )


class DocumentUnknown(CorpusError):
    """No document has this id."""

    def __init__(self, document_id: str) -> None:
        self.document_id = document_id
        super().__init__(f"no document is called {document_id!r}; run `ministersvar documents list`")


class ServiceSilent(CorpusError):
    """The open data service does not answer."""

    def __init__(self, base: str, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"{base} does not answer ({reason}); what was read is kept; run `ministersvar fetch` again later"
        )


class ServiceOdd(CorpusError):
    """The open data service answers what cannot be used."""

    def __init__(self, base: str, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"{base} answers otherwise than described: {reason}; check MINISTERSVAR_ODA_URL, or try again later"
        )


class MirrorWrong(CorpusError):
    """What is kept of the open data cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path} is damaged or of another version; delete it, and `ministersvar fetch` reads everything again"
        )


class MirrorUnusable(CorpusError):
    """What is kept of the open data is in use, or cannot be written."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"{path} cannot be used now ({reason}); wait for the other `ministersvar fetch`, "
            "or mend the folder's rights, then try again"
        )
