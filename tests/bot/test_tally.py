import datetime as dt
import subprocess
import sys
from pathlib import Path

from bot.tally import FILE, KEEP_DAYS, Tally

DAY = dt.date(2026, 11, 25)


def test_counts_survive_a_restart_and_are_of_their_day(tmp_path: Path) -> None:
    days = [DAY]
    tally = Tally(tmp_path, lambda: days[0])
    tally.add("query", "answered", "da")
    tally.add("query", "answered", "da")
    days[0] += dt.timedelta(days=1)
    tally.close()
    again = Tally(tmp_path, lambda: days[0])
    again.add("query", "not_found", "en")
    assert again.counts("query") == {("answered", "da"): 2, ("not_found", "en"): 1}
    assert again.counts("query", DAY) == {("answered", "da"): 2}
    assert again.counts("rebuild") == {}


def test_what_is_older_than_a_year_is_let_go(tmp_path: Path) -> None:
    Tally(tmp_path, lambda: DAY).add("rebuild", "built")
    later = Tally(tmp_path, lambda: DAY + dt.timedelta(days=KEEP_DAYS + 1))
    assert later.counts("rebuild") == {}


def test_a_damaged_file_is_set_aside_and_counting_goes_on(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database " * 1000)
    Tally(tmp_path).add("query", "answered", "da")
    assert Tally(tmp_path).counts("query") == {("answered", "da"): 1}
    (aside,) = tmp_path.glob("tally.damaged-*")
    assert aside.read_bytes().startswith(b"no database")


def test_of_several_processes_one_is_first(tmp_path: Path) -> None:
    assert [Tally(tmp_path).first("report", DAY), Tally(tmp_path).first("report", DAY)] == [True, False]


def test_several_processes_lose_no_count(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from bot.tally import Tally; t = Tally(Path(sys.argv[1]))\n"
        "for n in range(300): t.add('query', 'answered', 'da')"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert Tally(tmp_path).counts("query") == {("answered", "da"): 900}
