"""Components: the words that must be there whatever the colour."""

import re
from datetime import date
from typing import Any

import pytest
from django.template import TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation
from django_cotton.utils import render_component


def draw(component: str, /, **attributes: Any) -> str:
    with translation.override("en"):
        html: str = render_component(RequestFactory().get("/"), component, attributes)
    return re.sub(r"\s+", " ", html)


@pytest.mark.parametrize(
    ("band", "word"),
    [
        (1, "No similar name found yet"),
        (2, "Slightly similar"),
        (3, "Similar"),
        (4, "Very similar"),
    ],
)
def test_a_band_is_a_word_with_a_hidden_meter(band: int, word: str):
    html = draw("riskband", band=band)
    assert word in html
    assert 'aria-hidden="true"' in html
    assert f"b{band}" in html


def test_a_fifth_band_does_not_exist():
    with pytest.raises(ValueError, match="four bands"):
        draw("riskband", band=5)


@pytest.mark.parametrize("kind", ["waiting", "running", "action", "registered", "ended"])
def test_each_status_has_its_own_sign_and_its_word(kind: str):
    html = draw("status", kind=kind, label="Kata")
    assert f"is-{kind}" in html
    assert "<svg" in html
    assert "Kata" in html


def test_typed_text_is_escaped_everywhere_it_is_shown():
    bad = '<b onmouseover="x">&'
    for html in (
        draw("status", label=bad),
        draw("result", rank=1, name=bad, band=1, reason=bad, change=bad, warning=bad),
        draw("compare", left=[(bad, True)], right=[(bad, False)], rows=[(bad, bad)]),
        draw("field", name="a", label=bad, hint=bad, value=bad, error=bad),
        draw("seal", state="applied", mark=bad),
        draw("copy", id="c", label=bad, value=bad),
    ):
        assert "<b onmouseover" not in html
        assert "&lt;b" in html


def test_shared_letters_are_marked_without_gaps():
    html = draw("compare", left=[("SARI", True)], right=[("SARI", True), ("LEGIT", False)])
    assert "<mark>SARI</mark>LEGIT" in html


def test_an_overdue_deadline_changes_its_word_not_only_its_colour():
    assert "over" in draw("deadline", days=-2, title="x")
    assert "left" in draw("deadline", days=2, title="x")


def test_a_deadline_shows_the_earlier_date_large_and_the_legal_day_small():
    html = draw("deadline", days=12, by=date(2026, 6, 17), legal=date(2026, 7, 2))
    assert html.index("17 June 2026") < html.index("2 July 2026")
    assert 'datetime="2026-06-17"' in html


def test_a_quota_says_all_four_numbers_even_zero():
    html = draw("quota", total=347, filed=78, held=42, waiting=0)
    assert "Of 347 places: 78 filed at DJKI, 42 held, 227 still free, 0 waiting" in html


@pytest.mark.parametrize("missing", ["definition", "source", "date"])
def test_a_figure_is_never_drawn_without_its_definition_source_and_date(missing: str):
    given = {"definition": "Has a number.", "source": "Rows", "date": "2026", missing: ""}
    with pytest.raises((ValueError, TemplateSyntaxError), match=missing):
        draw("figure", title="Filed", value="3", **given)


def test_a_chart_tells_all_values_in_its_title_and_again_in_a_table():
    html = draw(
        "barchart", title="A year", label="Year", series=["A", "B"], rows=[("2020", (1000, 500))]
    )
    assert "2020 1,000, 500" in html
    assert "<table" in html
    assert '<th scope="row">2020</th>' in html


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("registered", "REGISTERED"),
        ("applied", "APPLIED FOR"),
        ("void", "NOT VALID"),
        ("unknown", "UNKNOWN"),
        ("anything else", "UNKNOWN"),
    ],
)
def test_the_word_of_a_seal_is_the_heading(state: str, word: str):
    assert re.search(rf"<h1[^>]*> ?{word} ?</h1>", draw("seal", state=state))


def test_seals_differ_in_shape_not_only_in_colour():
    shapes = {
        re.search(r'class="glyph"\s+d="([^"]+)"', draw("seal", state=state)).group(1)  # type: ignore[union-attr]
        for state in ("registered", "applied", "void", "unknown")
    }
    assert len(shapes) == 4


def test_a_locked_button_says_what_is_missing():
    html = draw("decide", title="Decide", label="Accept", missing=["PDKI checked"])
    assert 'aria-disabled="true"' in html
    assert "PDKI checked" in html
    assert 'aria-describedby="decide_why"' in html


def test_a_confirm_page_repeats_the_verb_and_carries_a_key():
    html = draw("confirm", question="Withdraw?", verb="withdraw", back="/back/")
    assert "Yes, withdraw" in html
    assert 'name="idempotency_key"' in html


def test_a_done_document_offers_only_replacing():
    html = draw("doc", state="done", title="NIB", name="nib", replace="/x/")
    assert 'type="file"' not in html
    assert 'aria-label="Already here"' in html


def test_a_missing_document_offers_camera_and_file_under_one_name():
    html = draw("doc", title="KTP", name="ktp")
    assert html.count('name="ktp"') == 2
    assert html.count("capture=") == 1
