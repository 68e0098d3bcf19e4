"""No viewer, no rows; another region's rows are not there."""

import pytest
from django.apps.registry import Apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q
from django.http import Http404
from tests import factories

from sentraki.kernel.access import OFFICERS, Role, Viewer
from sentraki.offices import scoping
from sentraki.offices.scoping import Scoped, ScopeMissing, get_or_404, prefix_scope

ISLAND = Apps()


class Paper(Scoped):
    """A scoped row of its own, with a hook for each kind of viewer."""

    name = models.CharField(max_length=20)
    is_public = models.BooleanField(default=False)

    class Meta(Scoped.Meta):
        abstract = False
        apps = ISLAND
        app_label = "offices"

    def __str__(self):
        return self.name

    @classmethod
    def public_scope(cls):
        return Q(is_public=True)

    @classmethod
    def applicant_scope(cls, viewer):
        keys = [int(ref.split(":")[1]) for ref in viewer.grants if ref.startswith("test.paper:")]
        return Q(pk__in=keys)


class Page(Scoped):
    """Finds its region through its paper; says nothing of public and applicants."""

    region_code = None
    region_path = "paper__region_code"
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="pages")

    class Meta(Scoped.Meta):
        abstract = False
        apps = ISLAND
        app_label = "offices"

    def __str__(self):
        return str(self.pk)


@pytest.fixture(scope="module", autouse=True)
def tables(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Paper)
            editor.create_model(Page)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Page)
            editor.delete_model(Paper)


pytestmark = pytest.mark.django_db


@pytest.fixture
def papers():
    codes = ["16", "16.7", "16.71", "16.71.01", "16.710", "17.71", "61.71"]
    return {code: Paper.objects.create(region_code=code, name=code) for code in codes}


def seen(viewer, model=Paper):
    return sorted(str(row) for row in model.objects.for_viewer(viewer))


def officer(*regions, role=Role.VERIFIER, second_factor=True):
    return Viewer(role, office_id=1, regions=regions, second_factor=second_factor)


QUERIES = {
    "all": lambda m: m.all(),
    "filter": lambda m: m.filter(name="16"),
    "get": lambda m: m.get(pk=1),
    "first": lambda m: m.first(),
    "count": lambda m: m.count(),
    "exists": lambda m: m.exists(),
    "none": lambda m: m.none(),
    "values": lambda m: m.values("name"),
    "aggregate": lambda m: m.aggregate(models.Count("pk")),
    "update": lambda m: m.update(name="x"),
    "get_or_create": lambda m: m.get_or_create(name="x"),
    "iterator": lambda m: m.iterator(),
    "in_bulk": lambda m: m.in_bulk(),
    "raw": lambda m: m.get_queryset().raw("select 1"),
}


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_without_a_viewer_is_a_mistake_that_shows(query):
    with pytest.raises(ScopeMissing, match="for_viewer"):
        QUERIES[query](Paper.objects)


@pytest.mark.parametrize("query", QUERIES)
def test_the_default_manager_is_the_refusing_one(query):
    with pytest.raises(ScopeMissing):
        QUERIES[query](Paper._default_manager)


@pytest.mark.parametrize("role", sorted(OFFICERS))
def test_an_officer_without_regions_sees_nothing(papers, role):
    assert seen(officer(role=role)) == []
    assert seen(officer("", role=role)) == []


@pytest.mark.parametrize("role", sorted(OFFICERS - {Role.KANWIL}))
def test_an_officer_sees_the_own_region_and_what_lies_in_it(papers, role):
    assert seen(officer("16.71", role=role)) == ["16.71", "16.71.01"]


def test_a_kanwil_sees_nothing_of_its_province_but_what_a_model_hands_it(papers, monkeypatch):
    kanwil = officer("16", role=Role.KANWIL)
    assert seen(kanwil) == []

    handed = classmethod(lambda cls, viewer: Q(name__in=["16.71", "61.71"]))
    monkeypatch.setattr(Paper, "handed_scope", handed)
    assert seen(kanwil) == ["16.71"]


def test_a_province_sees_its_regencies(papers):
    assert seen(officer("16")) == ["16", "16.7", "16.71", "16.71.01", "16.710"]


def test_a_code_that_only_begins_alike_is_another_region(papers):
    assert seen(officer("16.7")) == ["16.7"]


def test_several_regions_add_up(papers):
    assert seen(officer("17", "61.71")) == ["17.71", "61.71"]


def test_wildcards_in_a_region_are_letters_like_others(papers):
    assert seen(officer("1%")) == []
    assert seen(officer("16_71")) == []


def test_an_officer_without_a_second_factor_sees_what_the_public_sees(papers):
    Paper.unscoped.filter(name="17.71").update(is_public=True)

    assert seen(officer("16.71", second_factor=False)) == ["17.71"]


def test_an_applicant_sees_what_was_granted(papers):
    refs = frozenset({f"test.paper:{papers['17.71'].pk}", "test.other:1"})

    assert seen(Viewer(Role.APPLICANT, grants=refs)) == ["17.71"]


def test_the_public_sees_what_is_public(papers):
    Paper.unscoped.filter(name="16").update(is_public=True)

    assert seen(Viewer.public()) == ["16"]


def test_a_model_without_hooks_shows_the_public_and_applicants_nothing(papers):
    Page.objects.create(paper=papers["16.71"])

    assert seen(Viewer.public(), Page) == []
    assert seen(Viewer(Role.APPLICANT, grants=frozenset({"test.page:1"})), Page) == []


def test_the_system_sees_everything(papers):
    assert len(seen(Viewer.system("test"))) == len(papers)


def test_a_region_may_be_found_through_a_parent(papers):
    inside = Page.objects.create(paper=papers["16.71.01"])
    Page.objects.create(paper=papers["16.710"])

    assert seen(officer("16.71"), Page) == [str(inside.pk)]


def test_related_managers_and_forward_keys_work_from_a_row_that_was_seen(papers):
    page = papers["16.71"].pages.create()

    assert list(papers["16.71"].pages.all()) == [page]
    assert papers["16.71"].pages.filter(pk=page.pk).count() == 1
    assert Page.objects.for_viewer(officer("16.71")).get().paper == papers["16.71"]


def test_prefetching_works_from_rows_that_were_seen(papers, django_assert_num_queries):
    papers["16.71"].pages.create()

    with django_assert_num_queries(2):
        rows = list(Paper.objects.for_viewer(officer("16")).prefetch_related("pages"))
        assert sum(len(row.pages.all()) for row in rows) == 1


def test_many_rows_may_be_written_at_once(papers):
    Paper.objects.bulk_create([Paper(region_code="18.01", name="a"), Paper(region_code="18.02")])

    assert len(seen(officer("18"))) == 2


def test_saving_deleting_and_refreshing_need_no_viewer(papers):
    row = papers["16"]
    row.name = "other"
    row.save()
    row.refresh_from_db()
    row.delete()

    assert seen(officer("16")) == ["16.7", "16.71", "16.71.01", "16.710"]


def test_the_database_refuses_a_row_without_a_region():
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.create(name="nowhere")


def test_a_page_gets_its_own_regions_row_and_404_for_every_other(papers):
    own, other = papers["16.71"], papers["17.71"]

    assert get_or_404(Paper, officer("16.71"), pk=own.pk) == own
    for lookup in ({"pk": other.pk}, {"pk": 10**9}, {"pk": "no number"}):
        with pytest.raises(Http404):
            get_or_404(Paper, officer("16.71"), **lookup)


@pytest.mark.parametrize("prefixes", [(), ("",), ("", "")])
def test_no_prefix_is_no_condition_never_every_row(prefixes):
    assert prefix_scope("region_code", prefixes) is None


@pytest.mark.parametrize("model", scoping.scoped_models(), ids=lambda m: m._meta.label)
def test_every_scoped_model_fails_closed(model):
    with pytest.raises(ScopeMissing):
        model.objects.all()
    assert model._default_manager.name == "objects"
    assert model._base_manager.name == "unscoped"
    assert not model.objects.for_viewer(officer()).exists()


@pytest.mark.parametrize(
    "model",
    [m for m in scoping.scoped_models() if m.region_path == "region_code"],
    ids=lambda m: m._meta.label,
)
def test_every_scoped_model_demands_its_region_of_the_database(model):
    name = f"{model._meta.app_label}_{model._meta.model_name}_region_given"

    assert name in {constraint.name for constraint in model._meta.constraints}
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    assert name in found


def test_a_scope_is_never_asked_of_an_unscoped_model():
    with pytest.raises(ScopeMissing):
        scoping.scope_of(type(factories.make_region()), Viewer.public())
