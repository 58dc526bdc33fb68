"""What was read lately is not read again, and no more is kept than was allowed."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from index.recent import Recent


@given(st.lists(st.lists(st.integers(0, 30)), max_size=30), st.integers(1, 40))
def test_every_key_has_its_value_in_the_order_asked(asked: list[list[int]], limit: int) -> None:
    read: list[int] = []

    def squares(keys: Sequence[int]) -> dict[int, int]:
        assert len(set(keys)) == len(keys) > 0
        read.extend(keys)
        return {key: key * key for key in keys}

    recent = Recent(squares, limit)
    for keys in asked:
        assert recent.get(keys) == [key * key for key in keys]
        assert len(recent._kept) <= limit
    if limit > 30:
        assert len(read) == len(set(read))


def test_threads_may_share_it() -> None:
    recent = Recent(lambda keys: {key: str(key) for key in keys}, 5)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda start: recent.get(range(start, start + 10)), range(200)))
    assert found == [[str(key) for key in range(start, start + 10)] for start in range(200)]
