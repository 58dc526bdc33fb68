"""Files below a folder: which count, and when one is known to be the one that was seen before."""

import hashlib
import os
import time
from pathlib import Path

import pytest

from corpus import files
from corpus.files import SETTLED_S, Stamp, below, digest

NOW_NS = 10**18


def stamp(mtime_ns: int = 0, ctime_ns: int = 0) -> Stamp:
    return Stamp(1, mtime_ns, ctime_ns, 7)


def names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in below(folder)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("Broen åbner.", encoding="utf-8")
    return path


def test_a_stamp_stays_while_a_file_is_read_and_changes_with_its_size_its_dates_or_another_file(file: Path) -> None:
    first = Stamp.of(file)
    digest(file)
    assert Stamp.of(file) == first
    os.utime(file, ns=(0, first.mtime_ns + 1))
    moved = Stamp.of(file)
    assert moved != first
    os.utime(file, ns=(0, first.mtime_ns))
    assert Stamp.of(file).mtime_ns == first.mtime_ns
    file.write_text("Broen åbner nu.", encoding="utf-8")
    assert Stamp.of(file).size != first.size
    (file.parent / "b.txt").write_bytes(file.read_bytes())
    assert Stamp.of(file.parent / "b.txt").inode != first.inode


def test_a_stamp_fits_a_database_whatever_year_the_file_is_of(file: Path) -> None:
    os.utime(file, (10**10, 10**10))  # in 2286
    assert all(0 <= number < 2**63 for number in Stamp.of(file))


@pytest.mark.parametrize(
    ("mtime_s", "ctime_s", "settled"),
    [
        (-3.0, -3.0, True),
        (-1.0, -3.0, False),  # it was written just now
        (-3.0, -1.0, False),  # its date was set back just now
        (+9.0, -3.0, False),  # the clock was set back
    ],
)
def test_a_stamp_is_trusted_once_the_file_has_been_left_alone(mtime_s: float, ctime_s: float, settled: bool) -> None:
    found = stamp(NOW_NS + int(mtime_s * 1e9), NOW_NS + int(ctime_s * 1e9))
    assert found.is_settled(NOW_NS) is settled
    assert SETTLED_S == 2.0


def test_a_file_of_just_now_is_not_settled(file: Path) -> None:
    assert not Stamp.of(file).is_settled(time.time_ns())


def test_the_digest_is_that_of_the_bytes(file: Path) -> None:
    assert digest(file) == hashlib.sha256("Broen åbner.".encode()).hexdigest()


def test_files_come_by_path_and_hidden_ones_and_folders_not_at_all(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", ".skjult.txt", ".git/x.txt", "a/.b/x.txt", "æ.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert names(tmp_path) == ["a.txt", "a/z.txt", "b.txt", "æ.txt"]


def test_links_inside_the_folder_count_and_others_do_not(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    (folder / "under").mkdir(parents=True)
    (tmp_path / "ude.txt").touch()
    (folder / "a.txt").touch()
    (folder / "inde.txt").symlink_to("a.txt")
    (folder / "ude.txt").symlink_to(tmp_path / "ude.txt")
    (folder / "ring.txt").symlink_to("ring.txt")
    (folder / "intet.txt").symlink_to("findes-ikke.txt")
    (folder / "under" / "op").symlink_to(folder)
    os.mkfifo(folder / "rør.txt")
    assert names(folder) == ["a.txt", "inde.txt"]
    told: list[str] = []
    files.sources(folder, lambda name, error: told.append(name if error is None else ""))
    assert sorted(told) == ["intet.txt", "ring.txt", "rør.txt", "ude.txt", "under/op"]


def test_a_folder_that_is_a_link_itself_is_read(tmp_path: Path) -> None:
    (tmp_path / "rigtig").mkdir()
    (tmp_path / "rigtig" / "a.txt").touch()
    (tmp_path / "link").symlink_to("rigtig")
    assert names(tmp_path / "link") == ["a.txt"]


def test_a_file_that_cannot_be_looked_at_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> bool:
        raise PermissionError

    (tmp_path / "a.txt").touch()
    monkeypatch.setattr(Path, "is_file", fail)
    assert not files._is_inside(tmp_path / "a.txt", tmp_path)
