"""One figure: a mean or an area over observations, with the interval that resampling them gives.

Which observations are counted is left to `evaluation`.
"""

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

RESAMPLES = 1_000
SEED = 663
INTERVAL = (2.5, 97.5)  # percentiles: 95 % (Efron & Tibshirani 1993, ch. 13, the percentile interval)

Floats: TypeAlias = npt.NDArray[np.float64]


class Figure(BaseModel):
    """A share or mean in [0, 1] over `n` observations, with its 95 % bootstrap interval."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float
    low: float
    high: float
    n: int


def _interval(value: float, resampled: Floats, n: int) -> Figure:
    low, high = np.percentile(resampled, INTERVAL)
    return Figure(value=value, low=float(low), high=float(high), n=n)


def mean_figure(values: Iterable[float]) -> Figure | None:
    """The mean of the values; None of none. The same values always give the same interval."""
    sample = np.fromiter(values, dtype=np.float64)
    if not sample.size:
        return None
    draw = np.random.default_rng(SEED)
    # One resample at a time: all at once would take 8 bytes × resamples × n.
    means = [sample[draw.integers(sample.size, size=sample.size)].mean() for _ in range(RESAMPLES)]
    return _interval(float(sample.mean()), np.asarray(means), sample.size)


def _auroc(high: Floats, low: Floats) -> float:
    low = np.sort(low)
    below = np.searchsorted(low, high, side="left")
    not_above = np.searchsorted(low, high, side="right")
    return float((below + not_above).sum() / 2 / (high.size * low.size))


def auroc_figure(high: Iterable[float], low: Iterable[float]) -> Figure | None:
    """The area under the ROC curve: P(high > low) + ½ P(high = low); None if either side is empty.

    Both sides are resampled. Source: Hanley & McNeil 1982 (the area is the Mann-Whitney statistic).
    """
    highs, lows = np.fromiter(high, dtype=np.float64), np.fromiter(low, dtype=np.float64)
    if not highs.size or not lows.size:
        return None
    draw = np.random.default_rng(SEED)
    areas = [
        _auroc(highs[draw.integers(highs.size, size=highs.size)], lows[draw.integers(lows.size, size=lows.size)])
        for _ in range(RESAMPLES)
    ]
    return _interval(_auroc(highs, lows), np.asarray(areas), highs.size + lows.size)
