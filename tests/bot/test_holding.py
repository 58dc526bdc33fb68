from pathlib import Path

import pytest

from bot import holding
from bot.errors import OtherPoller
from bot.holding import held, is_held


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "WAIT_S", 0)


@pytest.mark.parametrize(("first", "second"), [(None, None), (None, 8443), (8443, None), (8443, 8443)])
def test_a_poller_is_alone_and_a_port_is_held_once(first: int | None, second: int | None, tmp_path: Path) -> None:
    with held(tmp_path, first):
        assert is_held(tmp_path)
        with pytest.raises(OtherPoller), held(tmp_path, second):
            pass
    assert not is_held(tmp_path)
    with held(tmp_path, second):
        assert is_held(tmp_path)


def test_webhooks_on_several_ports_work_side_by_side(tmp_path: Path) -> None:
    with held(tmp_path, 8443), held(tmp_path, 8444):
        assert is_held(tmp_path)
