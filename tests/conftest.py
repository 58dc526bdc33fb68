"""What every test may ask for."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure; timings live in the benchmark
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The `shared` folder beside the checkout; the test is skipped where there is none."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("needs the `shared` folder beside the checkout")
    return folder
