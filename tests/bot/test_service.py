"""The service: follows new generations and changed documents while it answers."""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from bot.building import build_index
from bot.rebuilding import rebuild
from bot.service import Service
from bot.settings import Settings
from corpus.files import default_folder
from index.errors import IndexMissing
from index.shelf import current

QUERY = "Er forskningscenteret for ensomhed finansieret?"
BRIDGE = "Hvad koster broen over Storebælt?"
BRIDGE_TEXT = "Broen over Storebælt koster 300 kr. pr. passage i 2025."
WAIT_S = 60.0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    shutil.copytree(default_folder(), tmp_path / "documents")
    folders: dict[str, Any] = {name: tmp_path / name for name in ("documents", "index", "state")}
    found = Settings(**folders, _env_file=None)
    build_index(found)
    return found


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    found = Service(settings)
    yield found
    found.close()


def first_document(service: Service, query: str) -> str:
    finding = service.find(query)
    return finding.evidence[0].document.document_id if finding.evidence else ""


def until(right: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not right():
        assert time.monotonic() < deadline, "it never came true"
        threading.Event().wait(0.05)


def add_bridge(settings: Settings) -> None:
    assert settings.documents
    (settings.documents / "bro.txt").write_text(BRIDGE_TEXT, encoding="utf-8")


def test_a_generation_built_elsewhere_is_switched_to_between_queries(settings: Settings, service: Service) -> None:
    service.follow(renew=False)
    assert first_document(service, QUERY) == "SOU-663"
    add_bridge(settings)
    build_index(settings)
    until(lambda: first_document(service, BRIDGE) == "bro")
    assert first_document(service, QUERY) == "SOU-663"


def test_a_document_dropped_into_the_folder_is_found_while_queries_go_on(settings: Settings, service: Service) -> None:
    service.follow(renew=True)
    failures: list[BaseException] = []
    done = threading.Event()

    def keep_asking() -> None:
        try:
            while not done.is_set():
                assert first_document(service, QUERY) == "SOU-663"
                done.wait(0.1)
        except BaseException as error:  # a thread's error would go unseen
            failures.append(error)

    asker = threading.Thread(target=keep_asking)
    asker.start()
    add_bridge(settings)
    until(lambda: first_document(service, BRIDGE) == "bro")
    assert settings.documents
    (settings.documents / "bro.txt").unlink()
    until(lambda: first_document(service, BRIDGE) != "bro")
    done.set()
    asker.join()
    assert not failures


def test_a_generation_that_cannot_be_opened_changes_nothing(
    settings: Settings, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    before = current(settings.index)
    add_bridge(settings)
    build_index(settings)
    broken = current(settings.index)
    (broken / "order.npy").write_bytes(b"")
    service.follow(renew=False)
    until(lambda: any("is damaged" in record.getMessage() for record in caplog.records))
    until(lambda: current(settings.index) == before)
    assert first_document(service, QUERY) == "SOU-663"
    assert broken.with_name(broken.name + ".damaged").is_dir()


def test_a_folder_that_has_gone_is_complained_of_once_each_time_it_goes(
    service: Service, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving = service._retriever.generation.folder
    looks: list[Path | Exception] = [IndexMissing(serving), IndexMissing(serving), PermissionError(), PermissionError()]
    looks += [serving, *looks]

    def look(_: Path) -> Path:
        found = looks.pop(0)
        if not looks:
            service._stop.set()
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr("bot.service.current", look)
    monkeypatch.setattr("bot.service.LOOK_S", 0)
    service._keep_switching()
    assert len(caplog.records) == 4


def test_what_may_pass_is_tried_again_and_what_a_library_raises_does_not_end_the_switching(
    service: Service, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving, waits = service._retriever, list[float]()
    outcomes: list[Exception | None] = [OSError(24, "Too many open files"), OSError(24, "Too many open files"),
                                        RuntimeError("faiss"), None]  # fmt: skip

    def warmed(*_: object) -> object:
        error = outcomes.pop(0)
        if error is None:
            service._stop.set()
            return serving
        raise error

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return service._stop.is_set() or len(waits) > 5

    names = iter(["a", "a", "a", "a", "b"])  # a later generation, once the first one is beyond opening
    monkeypatch.setattr("bot.service._warmed", warmed)
    monkeypatch.setattr("bot.service.current", lambda _: Path(next(names)))
    monkeypatch.setattr(service._stop, "wait", wait)
    service._keep_switching()
    assert outcomes == []
    assert waits[1] < waits[2]
    assert [record.getMessage().partition(" (")[2] for record in caplog.records] == ["OSError)", "RuntimeError)"]


def test_where_no_builder_can_be_started_that_is_a_failure_to_be_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setattr("subprocess.Popen", Mock(side_effect=BlockingIOError(11, "Resource temporarily unavailable")))
    assert rebuild(Settings(index=tmp_path, _env_file=None), threading.Event()) is None
    assert "the old one keeps serving: Resource temporarily unavailable" in caplog.text


def test_a_rebuild_reports_its_counts_and_a_failed_one_its_reason(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    add_bridge(settings)
    found = rebuild(settings, threading.Event())
    assert found is not None
    assert (found["built"], found["changes"]["added"], found["embedded"]) == (True, 1, 1)
    assert "index renewed: 1 added" in caplog.text
    assert settings.documents
    shutil.rmtree(settings.documents)
    assert rebuild(settings, threading.Event()) is None
    assert "the old one keeps serving: the documents folder" in caplog.text
    assert current(settings.index).name == found["generation"]


def test_a_builder_gets_ready_meanwhile_and_begins_when_told(settings: Settings) -> None:
    found = rebuild(settings, threading.Event(), lambda: add_bridge(settings))
    assert found is not None
    assert (found["built"], found["changes"]["added"]) == (True, 1)


def test_a_stopped_rebuild_ends_at_once_and_leaves_the_index_as_it_was(settings: Settings) -> None:
    before = current(settings.index)
    add_bridge(settings)
    stop = threading.Event()
    stop.set()
    assert rebuild(settings, stop) is None
    assert current(settings.index) == before
    assert rebuild(settings, threading.Event()) is not None
    assert current(settings.index) != before
