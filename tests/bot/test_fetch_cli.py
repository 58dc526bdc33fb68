"""The command `fetch` against the service on loopback: what a person sees, and a program killed in the middle."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import paper
from tests.letterpress import letter
from tests.odata import Odata, row

ROOT = Path(__file__).parents[2]


def _command(folder: Path, base: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MINISTERSVAR_")}
    clean |= {"PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_PROXY": "127.0.0.1", "MINISTERSVAR_ODA_URL": base}
    clean |= {f"MINISTERSVAR_{name.upper()}": str(folder / name) for name in ("documents", "drop")}
    return [sys.executable, "-m", "bot.cli", "fetch", *arguments], clean


def run(folder: Path, base: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command, environment = _command(folder, base, *arguments)
    return subprocess.run(
        command, text=True, capture_output=True, timeout=60, cwd=folder, check=False, env=environment
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    return tmp_path


def test_a_person_is_told_what_to_open_where_to_save_and_what_to_run(folder: Path) -> None:
    with Odata([row(1), row(2, number="664"), row(3, number="5", code="REU")]) as server:
        done = run(folder, server.base, "--since", "2025-01-01", "--committee", "sou")
    assert (done.returncode, done.stderr) == (0, "")
    page = folder / "drop" / "ministersvar-links.html"
    assert done.stdout.splitlines() == [
        "answers since 2025-01-01: 2; files: 0 here, 2 missing",
        "save the missing files yourself:",
        f"  1. open {page}",
        f"  2. save each file into {folder / 'drop'}",
        "  3. run ministersvar fetch --since 2025-01-01 --committee sou",
    ]
    assert page.read_text(encoding="utf-8").count("<li>") == 2
    with Odata() as server:
        done = run(folder, server.base, "--since", "2025-01-01", "--title", "findes ikke")
    assert done.stdout.splitlines()[-1] == "no answer fits; try an earlier --since, or fewer options"
    assert page.read_text(encoding="utf-8").count("<li>") == 2


def test_without_a_day_the_last_year_is_read_and_later_what_was_read_before(folder: Path) -> None:
    with Odata([row(1)]) as server:  # of June 2025
        first = run(folder, server.base).stdout
        run(folder, server.base, "--since", "2025-01-01")
        again = run(folder, server.base).stdout
    assert first.startswith(f"answers since {dt.date.today() - dt.timedelta(days=365)}: 0")
    assert again.startswith("answers since 2025-01-01: 1;")


def test_what_was_saved_is_added_and_the_page_goes_when_nothing_is_missing(folder: Path) -> None:
    with Odata([row(1)]) as server:
        run(folder, server.base, "--since", "2025-01-01")
        (folder / "drop" / "3000001 (1).pdf").write_bytes(paper.pdf(letter("social", 0).blocks))
        done = run(folder, server.base, "--since", "2025-01-01", "--json")
    told = json.loads(done.stdout)
    assert (told["added"], told["there"], told["missing"], told["page"]) == (["SOU-663-3000001.pdf"], 1, 0, None)
    assert [p.name for p in (folder / "documents").iterdir() if p.suffix == ".pdf"] == ["SOU-663-3000001.pdf"]
    assert [p.name for p in (folder / "drop").iterdir()] == ["3000001 (1).pdf"]


def test_what_the_site_gives_is_downloaded_and_the_rest_left_to_a_person(folder: Path) -> None:
    with Odata([row(1), row(2, number="664")]) as server:
        for sent in server.rows:
            sent["Fil"][0]["filurl"] = server.base.replace("/api/", f"/samling/20241/{sent['id']}.pdf")
        server.files = {"/samling/20241/1.pdf": (200, paper.pdf(letter("social", 0).blocks))}
        done = run(folder, server.base, "--since", "2025-01-01")
        again = run(folder, server.base, "--since", "2025-01-01")
    assert done.stdout.splitlines()[:3] == [
        "added SOU-663-3000001.pdf",
        "answers since 2025-01-01: 2; files: 1 here, 1 missing",
        "the site turns programs away (status 403); save the files yourself:",
    ]
    assert again.stdout.splitlines()[0] == "answers since 2025-01-01: 2; files: 1 here, 1 missing"
    assert server.files_asked == [f"/samling/20241/{n}.pdf" for n in (1, 2, 2)]


def test_a_program_killed_in_the_middle_goes_on_where_it_was(folder: Path) -> None:
    with Odata([row(n) for n in range(1, 251)], failures=["", "", "hold"]) as server:
        command, environment = _command(folder, server.base, "--since", "2025-01-01")
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            server.wait_asked(3)
            process.kill()
        done = run(folder, server.base, "--since", "2025-01-01")
    assert done.stdout.splitlines()[0] == "answers since 2025-01-01: 250; files: 0 here, 250 missing"
    assert len(server.asked) == 4
    assert "opdateringsdato ge" in server.asked[3]["$filter"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--since", "2025-01-01", "--committee", "XYZ"], 2, "no committee's code"),
        (["--since", "2025-01-01", "--number", "abc"], 2, "no question's number"),
        (["--since", "2025-01-01"], 1, "check MINISTERSVAR_ODA_URL"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(folder: Path, arguments: list[str], code: int, words: str) -> None:
    with Odata(failures=["html"]) as server:
        done = run(folder, server.base, *arguments)
    assert done.returncode == code
    assert words in " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in done.stderr


def test_the_letter_that_ships_is_no_folder_to_fetch_into(folder: Path) -> None:
    command, environment = _command(folder, "http://127.0.0.1:9/api/", "--since", "2025-01-01")
    del environment["MINISTERSVAR_DOCUMENTS"]
    done = subprocess.run(
        command, env=environment, cwd=folder, text=True, capture_output=True, timeout=60, check=False
    )  # fmt: skip
    assert done.returncode == 1
    assert "name your own with --documents" in done.stderr


def test_the_client_is_loaded_only_where_something_is_fetched() -> None:
    words = "import sys, bot.cli; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], cwd=ROOT, check=False, timeout=60).returncode == 0
