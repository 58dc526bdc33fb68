"""The files below a folder: which there are, and whether one is still the file that was seen before.

What they say is left to `readers`; what becomes of them, to `store`.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import NamedTuple, TypeAlias

MAX = (1 << 63) - 1  # what a database takes: a file may be dated 2300, and inodes use all their bits
SETTLED_S = 2.0  # a file touched less than this ago may be touched again without its stamp showing it


def default_folder() -> Path:
    """The corpus that ships with the project."""
    return Path(str(resources.files("corpus"))) / "documents"


Entry: TypeAlias = os.DirEntry[str]  # of a folder: of 100,000 files it costs a tenth of as many paths


class Stamp(NamedTuple):
    """What the file system says of a file. While it stays the same, so does the content: `ctime` cannot be set back."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @classmethod
    def of(cls, file: Path | Entry) -> "Stamp":
        """Raises OSError."""
        status = file.stat()
        numbers = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        return cls(*(number & MAX for number in numbers))

    def is_settled(self, now_ns: int) -> bool:
        """Whether the stamp can be trusted to change with the next change of the file (git's "racy" files).

        Args:
            now_ns: a moment before the file was read, by the same clock.
        """
        return max(self.mtime_ns, self.ctime_ns) < now_ns - SETTLED_S * 1e9


def digest(path: Path) -> str:
    """The sha256 of a file's bytes in hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sources(folder: Path, unlisted: Callable[[str, OSError | None], None] = lambda *_: None) -> dict[str, Entry]:
    """Every visible file below the folder by its path inside it, with "/", ascending; links out of it do not count.

    Args:
        folder: where to look.
        unlisted: told of each folder that the system does not show, and why; without a reason, of what is no file
            or a link to anything but a file below the folder.
    """
    root = folder.resolve()
    found, waiting = dict[str, Entry](), [""]
    while waiting:
        inside = waiting.pop()
        place = folder / inside
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    name = f"{inside}{entry.name}"
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{name}/")
                    elif _is_inside(Path(entry.path), root) if entry.is_symlink() else entry.is_file():
                        found[name] = entry
                    else:
                        unlisted(name, None)
        except OSError as error:
            unlisted(inside.rstrip("/"), error)
    return {name: found[name] for name in sorted(found)}


def below(folder: Path) -> Iterator[Path]:
    """Every visible file below the folder, by path; see `sources`."""
    return (Path(entry.path) for entry in sources(folder).values())


def _is_inside(path: Path, root: Path) -> bool:
    """Whether a link leads to a file whose real place is below the folder; False for what cannot be looked at."""
    try:
        return path.is_file() and path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return False
