"""Frozen figures: deleting, changing or back-dating a row behind them is seen."""

from datetime import timedelta

import pytest
from django.db import connection
from tests import factories as make
from tests.sentraki.insight.past import load_past, past

from sentraki.cases.models import Case, Place
from sentraki.cases.services.case_imports import withdraw_past
from sentraki.insight.models import Snapshot
from sentraki.insight.snapshots import compare, freeze
from sentraki.kernel.access import Role
from sentraki.kernel.errors import AlreadyDone, Denied, Invalid
from sentraki.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen():
    office = make.make_office()
    load_past(office, [past(n, result=("incomplete", "pending")[n % 2]) for n in range(12)])
    who = make.make_officer(office)
    return freeze(office=office, viewer=who, title="Laporan 2022"), office, who


def run(statement, *values):
    """A hand that reaches past the program, into the database."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_figures_are_kept_and_their_hash_stands_in_the_log(frozen):
    snapshot, _office, _who = frozen

    assert snapshot.figures["difasilitasi"] == 12
    assert Entry.objects.get(verb="figure.freeze").payload["sha256"] == snapshot.sha256
    assert compare(snapshot).is_sound
    assert compare(snapshot).changes == ()


def test_a_removed_row_is_seen(frozen):
    snapshot, _office, _who = frozen
    place = Place.objects.filter(case__filing=None).first()
    run("DELETE FROM cases_place WHERE id = %s", place.pk)

    assert [(one.kind, one.is_logged) for one in compare(snapshot).changes] == [("gone", False)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_filing SET received_on = '2020-01-02' {first} cases_filing)",
        "UPDATE cases_filing SET status = 'REGISTERED' {first} cases_filing)",
        "UPDATE cases_case SET classes = '3' {first} cases_case)",
        "UPDATE parties_business SET gender = 'L' {first} parties_business)",
        "UPDATE cases_place SET cost = 1 {first} cases_place)",
    ],
)
def test_a_changed_row_is_seen(frozen, statement):
    snapshot, _office, _who = frozen
    run(statement.format(first="WHERE id = (SELECT MIN(id) FROM"))

    assert [(one.kind, one.is_logged) for one in compare(snapshot).unexplained] == [
        ("changed", False)
    ]


def test_a_row_that_claims_to_be_older_than_the_snapshot_is_seen(frozen):
    snapshot, office, _who = frozen
    load_past(office, [past(50)])
    assert compare(snapshot).changes == ()
    newest = Place.objects.order_by("-pk").first()
    run(
        "UPDATE cases_place SET taken_at = %s WHERE id = %s",
        snapshot.made_at - timedelta(days=30),
        newest.pk,
    )

    assert [one.kind for one in compare(snapshot).unexplained] == ["back-dated"]


def test_a_change_the_program_made_is_told_apart(frozen):
    snapshot, _office, who = frozen
    case = Case.objects.for_viewer(who).filter(status="accepted").first()
    withdraw_past(case=case, viewer=who)
    found = compare(snapshot)

    assert [(one.kind, one.is_logged) for one in found.changes] == [("gone", True)]
    assert found.unexplained == ()


def test_a_snapshot_somebody_rewrote_is_no_longer_sound(frozen):
    snapshot, _office, _who = frozen
    Snapshot.unscoped.filter(pk=snapshot.pk).update(figures={"difasilitasi": 99})
    snapshot.refresh_from_db()

    assert not compare(snapshot).is_sound


def test_freezing_needs_a_purpose_a_region_and_happens_once(frozen):
    _snapshot, office, who = frozen
    with pytest.raises(Invalid):
        freeze(office=office, viewer=who, title=" ")
    for stranger in (
        make.make_officer(office, Role.INTAKE),
        make.make_officer(make.make_office(region="36.71")),
    ):
        with pytest.raises(Denied):
            freeze(office=office, viewer=stranger, title="Laporan")
    freeze(office=office, viewer=who, title="Laporan", key="k")
    with pytest.raises(AlreadyDone):
        freeze(office=office, viewer=who, title="Laporan", key="k")
