"""Which papers are asked of whom: rows by kind, owner, tariff, programme and day."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from tests import factories as make

from sentraki.cases.models import DocumentRequirement
from sentraki.cases.selectors.papers import requirements_for
from sentraki.kernel import clock

pytestmark = pytest.mark.django_db
STATEMENT = "umk-statement"


def asked_of(case) -> list[str]:
    return [row.code for row in requirements_for(case)]


def answered(scale: str):
    draft = make.make_draft()
    return make.fill_in(draft, papers=(), business=make.ANSWERS["business"] | {"scale": scale})


@pytest.mark.parametrize(
    ("scale", "asked"), [("micro", True), ("small", True), ("medium", False), ("large", False)]
)
def test_the_papers_of_the_small_business_tariff_are_asked_of_those_who_pay_it(scale, asked):
    assert (STATEMENT in asked_of(answered(scale))) is asked


def test_before_the_scale_is_known_the_papers_of_a_small_business_are_shown():
    assert STATEMENT in asked_of(make.make_draft())


def test_a_medium_business_sends_its_file_without_the_statement():
    papers = tuple(code for code in make.PAPERS if code != STATEMENT)
    medium = make.ANSWERS["business"] | {"scale": "medium"}

    case = make.make_submitted(papers=papers, business=medium)

    assert case.status == "submitted"
    assert STATEMENT not in asked_of(case)


def test_a_row_counts_from_its_first_to_its_last_day():
    case = make.make_draft()
    row = DocumentRequirement.objects.get(code="nib", kind="mark")
    row.valid_from, row.valid_until = date(2026, 3, 1), date(2026, 3, 31)
    row.save()
    moments = {
        "before": datetime(2026, 2, 28, 16, tzinfo=UTC),
        "first day": datetime(2026, 2, 28, 17, tzinfo=UTC),
        "last day": datetime(2026, 3, 31, 16, tzinfo=UTC),
        "after": datetime(2026, 3, 31, 17, tzinfo=UTC),
    }

    asked = {}
    for name, moment in moments.items():
        with clock.freeze(moment):
            asked[name] = "nib" in asked_of(case)

    assert asked == {"before": False, "first day": True, "last day": True, "after": False}


def test_tables_loaded_before_tariffs_were_known_learn_which_papers_are_of_the_small_tariff():
    case = answered("medium")
    DocumentRequirement.objects.update(scheme="any")
    own = DocumentRequirement.objects.create(
        code=STATEMENT,
        programme=make.make_programme(office=case.office),
        position=99,
        accepts="pdf",
        secrecy="C3",
    )

    migration = import_module("sentraki.cases.migrations.0004_papers_by_tariff")
    migration.note_the_tariff(apps, connection.schema_editor())

    general = DocumentRequirement.objects.filter(programme=None)
    assert set(general.filter(scheme="umk").values_list("code", flat=True)) == {
        "umk-letter",
        STATEMENT,
    }
    own.refresh_from_db()
    assert own.scheme == "any"
