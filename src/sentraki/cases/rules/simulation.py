"""How many certificates a list of requests gives, and how many more with other names.

What is measured is how often names of each band were later decided to be too similar, and how
often names of nobody fall into each band; both are small samples and are treated as such. The
share of filings that meet an earlier mark at all is not measured here: it is an assumption of the
office, stated beside every answer. So the answer is a range over the assumption and over the
samples' own uncertainty, of a list, never of one person: below ``FEWEST`` there is none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt

FEWEST = 20
BANDS = (1, 2, 3, 4)
RISKY = (3, 4)
# 1.28 standard errors on either side: four in five of such ranges hold what they should.
WIDTH = 1.28


@dataclass(frozen=True)
class Sample:
    """How many of each band: among names decided as too similar, and among names of nobody."""

    similar: Mapping[int, int]
    unrelated: Mapping[int, int]


@dataclass(frozen=True)
class Span:
    """From, to, both included."""

    low: int
    high: int


@dataclass(frozen=True)
class Forecast:
    """``requests`` in the list, ``certificates`` they give, ``more`` when the ``risky`` ones of
    the two upper bands go in with names of the lowest band instead."""

    requests: int
    certificates: Span
    risky: int
    more: Span


def _share(count: int, total: int, classes: int = len(BANDS)) -> float:
    """The share with half an observation added to each band, so that none is held impossible."""
    return (count + 0.5) / (total + 0.5 * classes)


def lost(band: int, sample: Sample, met: float) -> float:
    """Of filings in ``band``, the share that meets an earlier mark, if a share ``met`` of all
    filings does (Bayes' rule on the two samples)."""
    hit = _share(sample.similar[band], sum(sample.similar.values()))
    miss = _share(sample.unrelated[band], sum(sample.unrelated.values()))
    return met * hit / (met * hit + (1 - met) * miss)


def forecast(
    bands: Sequence[int], sample: Sample, *, met_low: float, met_high: float
) -> Forecast | None:
    """The range for a list of requests, given by their bands; ``None`` for fewer than twenty.

    ``met_low`` and ``met_high`` are the assumed shares of filings that meet an earlier mark.
    Raises ``ValueError`` for an unknown band or shares out of order.
    """
    if any(band not in BANDS for band in bands):
        raise ValueError("there are four bands")
    if not 0 < met_low <= met_high < 1:
        raise ValueError("the shares are out of order")
    if len(bands) < FEWEST:
        return None
    changed = [1 if band in RISKY else band for band in bands]
    risky = sum(band in RISKY for band in bands)
    now_low, now_high = _kept(bands, sample, met_high), _kept(bands, sample, met_low)
    new_low, new_high = _kept(changed, sample, met_high), _kept(changed, sample, met_low)
    gains = sorted((new_low - now_low, new_high - now_high))
    certificates = Span(
        max(0, floor(now_low - _spread(bands, sample, met_high))),
        min(len(bands), ceil(now_high + _spread(bands, sample, met_low))),
    )
    more = Span(max(0, floor(gains[0])), min(risky, ceil(gains[1])))
    return Forecast(len(bands), certificates, risky, more)


def _kept(bands: Sequence[int], sample: Sample, met: float) -> float:
    return sum(1 - lost(band, sample, met) for band in bands)


def _spread(bands: Sequence[int], sample: Sample, met: float) -> float:
    """The list's own chance and the smallness of the samples, added as variances."""
    chance, sampled = 0.0, 0.0
    for band in BANDS:
        n, p = sum(one == band for one in bands), lost(band, sample, met)
        chance += n * p * (1 - p)
        seen = sample.similar[band] + sample.unrelated[band] + 1
        sampled += (n * n) * p * (1 - p) / seen
    return WIDTH * sqrt(chance + sampled)
