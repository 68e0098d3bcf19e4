"""Tags and filters: dates, numbers, permissions, keys."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from sentraki.kernel.access import Viewer
from sentraki.ui.charts import bar_chart, quota_bar

MORNING = datetime(2026, 6, 17, 3, 42, tzinfo=UTC)


def draw(source: str, language: str = "id", **context: Any) -> str:
    with translation.override(language):
        return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("date", "17 Juni 2026"),
        ("day", "Rabu, 17 Juni 2026"),
        ("time", "10.42 WIB"),
        ("full", "17 Juni 2026, 10.42 WIB"),
    ],
)
def test_an_instant_is_told_in_words_and_for_machines(form: str, text: str):
    html = draw("{% when at form %}", at=MORNING, form=form)
    assert html == f'<time datetime="2026-06-17T10:42+07:00">{text}</time>'


def test_an_instant_is_told_on_the_clocks_of_the_office():
    html = draw('{% when at "time" %}', at=MORNING, office=SimpleNamespace(zone="WIT"))
    assert ">12.42 WIT<" in html


def test_a_day_has_no_time():
    html = draw("{% when at %}", at=date(2026, 6, 17))
    assert html == '<time datetime="2026-06-17">17 Juni 2026</time>'


def test_no_date_is_nothing():
    assert draw("{% when at %}", at=None) == ""


def test_numbers_follow_the_language():
    assert draw("{{ n|number }} {{ m|rupiah }}", n=12661, m=500000) == "12.661 Rp500.000"
    assert draw("{{ n|number }} {{ m|rupiah }}", "en", n=12661, m=500000) == "12,661 Rp500,000"


def test_every_form_gets_a_key_of_its_own():
    assert draw("{% idempotency %}") != draw("{% idempotency %}")


def test_nobody_may_do_what_nobody_declared():
    source = '{% can "ui.nothing" as may %}{{ may }}'
    assert draw(source, viewer=Viewer.public()) == "False"
    assert draw(source) == "False"


def test_an_icon_is_hidden_unless_it_is_named():
    assert 'aria-hidden="true"' in draw('{% icon "check" %}')
    assert 'aria-label="Sudah &amp; ada"' in draw("{% icon 'check' '' said %}", said="Sudah & ada")


@pytest.mark.parametrize("counts", [(10, 3, 4, 0), (10, 10, 0, 5), (1, 0, 0, 999)])
def test_the_parts_of_a_quota_bar_never_leave_it(counts: tuple[int, int, int, int]):
    bar = quota_bar(*counts)
    blocks = [b for b in (bar.used, bar.held, bar.free, bar.waiting) if b]
    assert all(b.x >= 0 and b.width >= 0 and b.x + b.width <= 1000 for b in blocks)


@pytest.mark.parametrize("counts", [(0, 0, 0, 0), (5, 4, 2, 0), (5, -1, 0, 0)])
def test_counts_that_do_not_fit_are_refused(counts: tuple[int, int, int, int]):
    with pytest.raises(ValueError, match="do not fit"):
        quota_bar(*counts)


def test_a_chart_of_zeros_is_flat():
    assert [b.width for g in bar_chart([("a", (0,)), ("b", (0,))]).groups for b in g.bars] == [0, 0]


def test_a_chart_takes_at_most_two_series():
    with pytest.raises(ValueError, match="one or two"):
        bar_chart([("a", (1, 2, 3))])
