"""How many certificates a list gives is a range of a list, never a share of one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.cases.rules.simulation import FEWEST, Sample, forecast, lost

SAMPLE = Sample({4: 16, 3: 6, 2: 11, 1: 14}, {4: 3, 3: 25, 2: 113, 1: 159})
SHARES = {"met_low": 0.1, "met_high": 0.3}
BANDS = st.lists(st.integers(1, 4), min_size=FEWEST, max_size=400)


@given(BANDS)
def test_the_range_lies_within_the_list_and_changed_names_never_lose(bands):
    found = forecast(bands, SAMPLE, **SHARES)

    assert found is not None
    assert 0 <= found.certificates.low <= found.certificates.high <= len(bands)
    assert 0 <= found.more.low <= found.more.high <= found.risky


@given(BANDS)
def test_a_list_without_risky_names_gains_nothing(bands):
    found = forecast([1 if band > 2 else band for band in bands], SAMPLE, **SHARES)

    assert found is not None
    assert (found.risky, found.more.low, found.more.high) == (0, 0, 0)


@pytest.mark.parametrize("count", [0, 1, FEWEST - 1])
def test_a_few_people_are_told_nothing(count):
    assert forecast([4] * count, SAMPLE, **SHARES) is None


def test_a_higher_band_loses_more():
    shares = [lost(band, SAMPLE, 0.2) for band in (1, 2, 3, 4)]

    assert shares == sorted(shares)


def test_a_smaller_sample_gives_a_wider_range():
    bands = [1] * 60 + [4] * 40
    small = Sample(
        {band: n / 8 for band, n in SAMPLE.similar.items()},
        {band: n / 8 for band, n in SAMPLE.unrelated.items()},
    )
    wide, narrow = (forecast(bands, sample, **SHARES) for sample in (small, SAMPLE))

    assert wide.certificates.high - wide.certificates.low >= (
        narrow.certificates.high - narrow.certificates.low
    )


@pytest.mark.parametrize("shares", [(0, 0.3), (0.4, 0.3), (0.1, 1)])
def test_shares_out_of_order_are_refused(shares):
    with pytest.raises(ValueError, match="shares"):
        forecast([1] * 30, SAMPLE, met_low=shares[0], met_high=shares[1])


def test_an_unknown_band_is_refused():
    with pytest.raises(ValueError, match="bands"):
        forecast([5] * 30, SAMPLE, **SHARES)
