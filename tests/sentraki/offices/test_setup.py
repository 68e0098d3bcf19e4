"""Reference tables and the demo: complete, quick to repeat."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from tests import factories

from sentraki.kernel.access import Role
from sentraki.offices import reference, selectors
from sentraki.offices.models import Holiday, LetterIssuer, Membership, Office, Person, Region
from sentraki.offices.rules import OfficeKind
from sentraki.offices.services import demo, setup

pytestmark = pytest.mark.django_db


def test_a_loader_is_registered_once():
    reference.register_loader("regions", setup.load_regions)
    with pytest.raises(ValueError, match="twice"):
        reference.register_loader("regions", setup.load_holidays)
    assert list(reference.loaders())[:4] == [
        "regions", "holidays", "official-names", "letter-issuers",
    ]  # fmt: skip


def test_every_region_is_loaded_and_a_second_time_nothing(django_assert_num_queries):
    written = setup.load_regions()

    assert written == Region.objects.count() == 38 + 514 + 7_277 + 83_763
    with django_assert_num_queries(1):
        assert setup.load_regions() == 0
    assert selectors.region_name("16.71") == "Kota Palembang"
    assert selectors.region_name("11.01") == "Kabupaten Aceh Selatan"
    assert selectors.region_name("31") == "DKI Jakarta"
    assert selectors.districts_of("36.71").count() == 13
    assert Region.objects.get(code="16.71.01").parent_id == "16.71"


def test_a_changed_file_is_loaded_again(settings, tmp_path):
    source = settings.DATA / "holidays" / "id-2025-2027.csv"
    folder = tmp_path / "holidays"
    folder.mkdir()
    (folder / "id.csv").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    settings.DATA = tmp_path
    first = setup.load_holidays()
    lines = source.read_text(encoding="utf-8").splitlines()
    (folder / "id.csv").write_text("\n".join(lines[:-1]), encoding="utf-8")

    assert (first, setup.load_holidays(), setup.load_holidays()) == (79, 78, 0)
    assert Holiday.objects.count() == 78


def test_days_of_offices_outlive_a_new_national_list(settings):
    office = factories.make_office()
    own = Holiday.objects.create(
        date=date(2026, 6, 17), kind="office", name="HUT", office=office, source="SK"
    )
    setup.load_holidays()

    assert Holiday.objects.filter(pk=own.pk).exists()
    calendar = selectors.working_calendar(office)
    assert calendar.name_of(date(2026, 12, 25))
    assert not calendar.is_working(date(2026, 6, 17))
    assert calendar.is_settled(2026)


def test_the_list_of_letter_issuers_names_dinas_and_no_bappeda():
    setup.load_letter_issuers()

    today = date(2026, 11, 22)
    assert selectors.letter_issuer(OfficeKind.COOPERATIVES, today)
    assert selectors.letter_issuer(OfficeKind.INDUSTRY_TRADE, today)
    assert selectors.letter_issuer(OfficeKind.PLANNING, today) is None
    assert LetterIssuer.objects.exclude(source="").count() == LetterIssuer.objects.count()


def test_the_ministry_changed_its_name_in_2024():
    setup.load_official_names()

    assert selectors.body_name("ministry-of-law", date(2024, 1, 1)).short_name == "Kemenkumham"
    assert selectors.body_name("ministry-of-law", date(2025, 1, 1)).short_name == "Kemenkum"


class TestDemo:
    PLACES = ("16", "16.71", "36", "36.71", "62", "35", "35.22", "64", "64.71")

    @pytest.fixture(autouse=True)
    def _reference(self):
        for code in self.PLACES:
            factories.make_region(code)
        setup.load_letter_issuers()

    def test_five_places_stand_with_their_kanwil(self):
        made = demo.make_demo_offices()

        public = {office.slug: office for office in made if office.takes_applications}
        assert {slug: office.region_code for slug, office in public.items()} == {
            "palembang": "16.71", "tangerang": "36.71", "kalteng": "62", "bojonegoro": "35.22",
            "balikpapan": "64.71",
        }  # fmt: skip
        for office in public.values():
            kanwil = selectors.handover_office(office)
            assert kanwil.region_code == office.region_code.split(".")[0]
            assert selectors.letter_offices(office.region_code).exists()
        assert not Office.objects.get(slug="palembang").may_issue_umk_letter
        assert Office.objects.filter(region_id="62").count() == 4

    def test_every_place_can_play_the_whole_story(self):
        demo.make_demo_offices()

        needed = {Role.INTAKE, Role.VERIFIER, Role.SIGNATORY, Role.ADMIN}
        for code in ("16.71", "36.71", "62", "35.22", "64.71"):
            roles = Membership.objects.filter(office__region_id=code).values_list("role", flat=True)
            assert needed <= set(roles)
            province = Membership.objects.filter(office__region_id=code.split(".")[0])
            assert province.filter(role=Role.KANWIL).exists()

    def test_a_second_time_changes_nothing(self):
        def state():
            return (
                list(Office.objects.values()),
                list(Membership.objects.values()),
                list(Person.objects.values("pk", "password", "email")),
                list(Authenticator.objects.values("pk", "data")),
            )

        demo.make_demo_offices()
        before = state()
        demo.make_demo_offices()

        assert state() == before

    def test_demo_people_are_invented_and_say_so(self):
        demo.make_demo_offices()

        for person in Person.objects.all():
            assert person.name.endswith(" Contoh")
            assert person.email.endswith(".contoh.test")
            assert person.is_demo

    @pytest.mark.urls("tests.sentraki.offices.faces")
    def test_what_the_demo_prints_gets_in(self, client):
        demo.make_demo_offices()
        login = next(row for row in demo.demo_logins() if row.email.startswith("verifikator@palem"))

        client.post("/akun/masuk/", {"login": login.email, "password": login.password})
        code = demo.present_code(Person.objects.get(email=login.email))
        answer = client.post("/akun/dua-langkah/masuk/", {"code": code})

        assert answer.status_code == 302
        assert client.get("/").json()["role"] == Role.VERIFIER

    def test_a_real_persons_code_is_never_printed(self, capsys):
        person = factories.make_membership().person
        factories.make_factor(person)

        assert demo.present_code(person) == ""
        call_command("demo_logins")
        assert "no demo people" in capsys.readouterr().out

    def test_the_list_names_everybody_once_per_role(self, capsys):
        demo.make_demo_offices()
        call_command("demo_logins")

        printed = capsys.readouterr().out
        assert printed.count("ganda@kalteng.contoh.test") == 2
        assert printed.count("@") == Membership.objects.count()
