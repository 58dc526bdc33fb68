"""What a running bot says of itself, and who is believed."""

import asyncio
import contextlib
import itertools
from pathlib import Path

from bot.holding import held, lock_of
from bot.presence import MAX_BYTES, present, tell


def test_a_running_bot_says_how_things_are_and_leaves_nothing(tmp_path: Path) -> None:
    async def run() -> None:
        times, third = itertools.count(), asyncio.Event()

        def under_way() -> int:
            count = next(times)
            if count == 2:  # by then two were written
                third.set()
            return count

        telling = asyncio.create_task(tell(lock_of(tmp_path, None), under_way, lambda: "000001-x", 0.01))
        async with asyncio.timeout(10):
            await third.wait()
        (found,) = present(tmp_path)
        assert found.generation == "000001-x"
        assert found.seen_at >= found.since
        telling.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await telling

    with held(tmp_path):
        asyncio.run(run())
        assert [path.name for path in tmp_path.iterdir()] == ["bot.lock"]


def test_a_dead_bot_and_what_cannot_be_read_say_nothing(tmp_path: Path) -> None:
    told = b'{"since": "2026-11-27T10:00:00Z", "seen_at": "2026-11-27T10:00:05Z", "under_way": 0, "generation": "g"}'
    with held(tmp_path, 8443):
        (tmp_path / "bot-8443.json").write_bytes(told)
        (tmp_path / "bot-8444.json").write_bytes(told)
        assert [process.generation for process in present(tmp_path)] == ["g"]
        for wrong in (b"", b"[]", b"{" * MAX_BYTES, told[:-1] + b', "x": 1}', b" " * MAX_BYTES + told):
            (tmp_path / "bot-8443.json").write_bytes(wrong)
            assert not present(tmp_path)
        (tmp_path / "bot-8443.json").write_bytes(told)
        assert present(tmp_path)
    assert not present(tmp_path)
