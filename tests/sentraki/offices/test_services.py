"""Verbs of offices and people: who may, what is refused, what is left behind."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, connection, transaction
from tests import factories

from sentraki.kernel import clock
from sentraki.kernel.access import OFFICERS, Role
from sentraki.kernel.errors import Denied, Invalid
from sentraki.offices import rules, selectors
from sentraki.offices.models import LetterIssuer, Membership, Office, OfficialName, Person
from sentraki.offices.rules import OfficeKind, ScreeningMode
from sentraki.offices.services import offices, people

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 17)


@pytest.fixture
def office():
    return factories.make_office(region="16.71")


@pytest.fixture
def admin(office):
    person = factories.make_person(name="Admin")
    factories.make_membership(person=person, office=office, role=Role.ADMIN)
    return factories.viewer(Role.ADMIN, office, person=person)


@pytest.fixture
def elsewhere():
    return factories.make_office(region="17.71")


@pytest.fixture
def issuer():
    return LetterIssuer.objects.create(
        kind=OfficeKind.COOPERATIVES,
        name="Dinas Koperasi dan UKM",
        valid_from=date(2024, 1, 1),
        source="uji",
        read_on=DAY,
    )


class TestAddingPeople:
    def test_an_administrator_adds_an_officer_who_can_set_up_a_second_factor(self, office, admin):
        membership = people.add_officer(
            viewer=admin,
            office=office,
            role=Role.VERIFIER,
            email=" Rina@Kota.Test ",
            name="Rina",
            phone="+628123",
        )

        person = membership.person
        assert (person.email, person.name, membership.role) == (
            "rina@kota.test",
            "Rina",
            "verifier",
        )
        assert EmailAddress.objects.get(user=person).verified
        assert not person.has_usable_password()

    def test_the_phone_number_is_unreadable_in_the_database(self, office, admin):
        people.add_officer(
            viewer=admin, office=office, role=Role.INTAKE, email="a@b.test", name="A",
            phone="+62812345678",
        )  # fmt: skip

        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM offices_person")
            assert "812345678" not in str(cursor.fetchall())
        assert Person.objects.get(email="a@b.test").phone == "+62812345678"

    def test_a_known_person_gets_the_role_and_keeps_name_and_password(self, office, admin):
        known = factories.make_person(email="rina@uji.test", name="Rina")

        membership = people.add_officer(
            viewer=admin, office=office, role=Role.INTAKE, email="RINA@uji.test", name="Lain",
            password="diganti-diam-diam",
        )  # fmt: skip

        known.refresh_from_db()
        assert (membership.person, known.name) == (known, "Rina")
        assert known.check_password(factories.PASSWORD)

    def test_an_administrator_of_another_office_may_not(self, elsewhere, admin):
        with pytest.raises(Denied):
            people.add_officer(
                viewer=admin, office=elsewhere, role=Role.INTAKE, email="a@b.test", name="A"
            )
        assert not Person.objects.filter(email="a@b.test").exists()

    @pytest.mark.parametrize("role", sorted(OFFICERS - {Role.ADMIN}))
    def test_nobody_but_an_administrator_may(self, office, role):
        viewer = factories.viewer(role, office)
        with pytest.raises(Denied):
            people.add_officer(
                viewer=viewer, office=office, role=Role.INTAKE, email="a@b.test", name="A"
            )

    @pytest.mark.parametrize(
        ("email", "name", "role", "field"),
        [
            ("not an address", "A", Role.INTAKE, "email"),
            ("a@b.test\r\nBcc: x@y.test", "A", Role.INTAKE, "email"),
            ("a@b.test", "  ", Role.INTAKE, "name"),
            ("a@b.test", "A", Role.KANWIL, "role"),
            ("a@b.test", "A", Role.SYSTEM, "role"),
            ("a@b.test", "A", Role.APPLICANT, "role"),
        ],
    )
    def test_what_cannot_be_taken_names_its_field(self, office, admin, email, name, role, field):
        with pytest.raises(Invalid) as refusal:
            people.add_officer(viewer=admin, office=office, role=role, email=email, name=name)

        assert list(refusal.value.fields) == [field]
        assert not Person.objects.filter(email="a@b.test").exists()


class TestRoles:
    @pytest.fixture
    def officer(self, office):
        return factories.make_membership(office=office, role=Role.VERIFIER)

    def test_a_person_may_have_several_roles_but_each_once(self, office, admin, officer):
        person = officer.person
        people.add_membership(viewer=admin, person=person, office=office, role=Role.SIGNATORY)

        with pytest.raises(Invalid, match="already has this role"):
            people.add_membership(viewer=admin, person=person, office=office, role=Role.VERIFIER)
        assert person.memberships.count() == 2

    def test_an_ended_role_can_be_given_again(self, office, admin, officer):
        people.end_membership(viewer=admin, membership=officer)
        people.add_membership(
            viewer=admin, person=officer.person, office=office, role=Role.VERIFIER
        )

        assert officer.person.memberships.filter(ended_at=None).count() == 1

    def test_a_role_ends_at_once_and_only_once(self, admin, officer):
        first = people.end_membership(viewer=admin, membership=officer)
        with clock.freeze(clock.now() + timedelta(days=3)):
            second = people.end_membership(viewer=admin, membership=officer)

        assert first.ended_at == second.ended_at
        assert not selectors.my_memberships(factories.viewer(person=officer.person))

    def test_a_role_that_had_not_begun_can_be_ended(self, office, admin):
        later = clock.today() + timedelta(days=9)
        role = people.add_membership(
            viewer=admin, person=factories.make_person(), office=office, role=Role.INTAKE,
            valid_from=later,
        )  # fmt: skip

        assert people.end_membership(viewer=admin, membership=role).valid_until == later

    def test_days_out_of_order_are_refused(self, office, admin):
        with pytest.raises(Invalid) as refusal:
            people.add_membership(
                viewer=admin, person=factories.make_person(), office=office, role=Role.INTAKE,
                valid_from=DAY, valid_until=DAY - timedelta(days=1),
            )  # fmt: skip
        assert list(refusal.value.fields) == ["valid_until"]

    def test_an_administrator_gives_and_takes_no_role_of_the_own(self, office, admin):
        me = Person.objects.get(pk=admin.person_id)
        with pytest.raises(Denied):
            people.add_membership(viewer=admin, person=me, office=office, role=Role.SIGNATORY)
        with pytest.raises(Denied):
            people.end_membership(viewer=admin, membership=me.memberships.get())

    def test_two_objects_a_role_of_another_office_is_out_of_reach(self, admin, elsewhere):
        foreign = factories.make_membership(office=elsewhere)

        with pytest.raises(Denied):
            people.end_membership(viewer=admin, membership=foreign)
        with pytest.raises(Denied):
            people.add_membership(
                viewer=admin, person=foreign.person, office=elsewhere, role=Role.ADMIN
            )

    def test_the_database_knows_no_role_but_officers(self, officer):
        for role in ("system", "applicant", "public", "king"):
            with pytest.raises(IntegrityError), transaction.atomic():
                Membership.objects.update(role=role)


class TestLostPhone:
    def test_an_administrator_resets_the_second_factor_of_a_colleague(self, office, admin):
        colleague = factories.make_membership(office=office).person
        factories.make_factor(colleague)
        before = colleague.get_session_auth_hash()

        people.reset_second_factor(viewer=admin, person=colleague, office=office)

        colleague.refresh_from_db()
        assert not Authenticator.objects.filter(user_id=colleague.pk).exists()
        assert colleague.get_session_auth_hash() != before

    def test_two_objects_not_of_a_person_of_another_office(self, office, admin, elsewhere):
        stranger = factories.make_membership(office=elsewhere).person
        factories.make_factor(stranger)

        with pytest.raises(Denied) as refusal:
            people.reset_second_factor(viewer=admin, person=stranger, office=office)
        with pytest.raises(Denied):
            people.reset_second_factor(viewer=admin, person=stranger, office=elsewhere)
        assert refusal.value.hidden
        assert Authenticator.objects.filter(user_id=stranger.pk).exists()


def new_office(**changes):
    values = {
        "viewer": factories.SYSTEM,
        "slug": "kota-uji",
        "code": "UJI",
        "name": "Pemerintah Kota Uji",
        "unit": "Dinas Uji",
        "kind": OfficeKind.COOPERATIVES,
        "region_code": "16.71",
    }
    return offices.create_office(**(values | changes))


class TestOffices:
    @pytest.fixture(autouse=True)
    def _region(self):
        factories.make_region("16.71")

    def test_the_system_makes_an_office(self):
        office = new_office(colour="#5d2f66", opening_hours="08.00-15.00")

        assert (office.region_code, office.zone, office.colour) == ("16.71", "WIB", "#5d2f66")
        assert str(office) == "Dinas Uji, Pemerintah Kota Uji"

    @pytest.mark.parametrize("role", sorted(OFFICERS))
    def test_nobody_else_does(self, role):
        with pytest.raises(Denied):
            new_office(viewer=factories.viewer(role, factories.make_office()))

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"slug": "Kota Uji"}, "slug"),
            ({"slug": "../kota"}, "slug"),
            ({"name": " "}, "name"),
            ({"region_code": "99"}, "region_code"),
            ({"colour": "red"}, "colour"),
            ({"letter_number_pattern": "{n}"}, "letter_number_pattern"),
            ({"letter_number_pattern": "{n.__class__}/{year}"}, "letter_number_pattern"),
            ({"letterhead_lines": ["x"] * 9}, "letterhead_lines"),
            ({"letterhead_lines": "x"}, "letterhead_lines"),
            ({"margin_left": 61}, "paper_size"),
            ({"paper_size": "a3"}, "paper_size"),
            ({"screening_mode": "all"}, "screening_mode"),
            ({"suggestion_mode": ""}, "suggestion_mode"),
            ({"may_issue_umk_letter": True}, "may_issue_umk_letter"),
        ],
    )
    def test_what_cannot_be_taken_names_its_field(self, change, field):
        with pytest.raises(Invalid) as refusal:
            new_office(**change)

        assert list(refusal.value.fields) == [field]
        assert not Office.objects.exists()

    def test_two_offices_never_share_an_address(self):
        new_office()
        with pytest.raises(Invalid) as refusal:
            new_office()
        assert list(refusal.value.fields) == ["slug"]

    def test_what_is_no_setting_is_a_mistake_in_the_program(self):
        with pytest.raises(TypeError, match="not settings"):
            new_office(is_kanwil=True)

    def test_files_go_to_a_kanwil_only(self, office):
        with pytest.raises(Invalid) as refusal:
            new_office(parent=office)
        kanwil = factories.make_office(region="16", kind=OfficeKind.KANWIL)

        assert list(refusal.value.fields) == ["parent"]
        assert selectors.handover_office(new_office(parent=kanwil)) == kanwil


class TestSettings:
    def test_an_administrator_changes_the_own_office(self, office, admin):
        offices.change_settings(
            viewer=admin, office=office, screening_mode=ScreeningMode.CLASS_ONLY, phone="0711"
        )

        office.refresh_from_db()
        assert (office.screening_mode, office.phone) == ("class_only", "0711")

    def test_all_changes_or_none(self, office, admin):
        with pytest.raises(Invalid):
            offices.change_settings(viewer=admin, office=office, phone="0711", colour="#ffff00")

        office.refresh_from_db()
        assert office.phone == ""

    def test_two_objects_another_office_is_out_of_reach(self, admin, elsewhere):
        for verb, values in (
            (offices.change_settings, {"phone": "1"}),
            (offices.add_day_off, {"day": DAY, "name": "x", "source": "y"}),
            (offices.remove_day_off, {"day": DAY}),
            (
                offices.rename_office,
                {"name": "x", "unit": "y", "valid_from": DAY, "source": "z"},
            ),
        ):
            with pytest.raises(Denied):
                verb(viewer=admin, office=elsewhere, **values)

    def test_a_pale_colour_is_refused_with_the_nearest_that_works(self, office, admin):
        with pytest.raises(Invalid) as refusal:
            offices.change_settings(viewer=admin, office=office, colour="#ffcc00")

        offered = refusal.value.params["suggestion"]
        assert rules.contrast_on_white(offered) >= rules.LEAST_CONTRAST
        assert (
            offices.change_settings(viewer=admin, office=office, colour=offered).colour == offered
        )

    def test_the_letter_needs_a_kind_of_office_on_the_list(self, office, admin, issuer):
        allowed = {"may_issue_umk_letter": True, "letter_basis": "pengumuman 2024"}
        offices.change_settings(viewer=admin, office=office, **allowed)
        Office.objects.update(may_issue_umk_letter=False, kind=OfficeKind.PLANNING)

        with pytest.raises(Invalid, match="do not give the small-business fee"):
            offices.change_settings(viewer=admin, office=office, **allowed)

    def test_a_row_that_ran_out_allows_no_letter(self, office, admin, issuer):
        issuer.valid_until = clock.today() - timedelta(days=1)
        issuer.save()

        with pytest.raises(Invalid):
            offices.change_settings(
                viewer=admin, office=office, may_issue_umk_letter=True, letter_basis="lama"
            )

    def test_the_database_wants_the_basis_too(self, office):
        with pytest.raises(IntegrityError), transaction.atomic():
            Office.objects.update(may_issue_umk_letter=True)


class TestNames:
    def rename(self, admin, office, day, name="Pemerintah Kota Baru"):
        return offices.rename_office(
            viewer=admin, office=office, name=name, unit="Dinas Baru", valid_from=day,
            source="Perda 1/2026",
        )  # fmt: skip

    def test_documents_of_earlier_days_keep_the_old_name(self, office, admin):
        old = (office.name, office.unit)
        renamed = self.rename(admin, office, DAY)

        assert selectors.office_name_on(renamed, DAY - timedelta(days=1)) == old
        assert selectors.office_name_on(renamed, DAY) == ("Pemerintah Kota Baru", "Dinas Baru")
        assert renamed.unit == "Dinas Baru"

    def test_names_follow_each_other_without_gap(self, office, admin):
        self.rename(admin, office, DAY)
        self.rename(admin, office, DAY + timedelta(days=30), "Pemerintah Kota Lain")

        rows = list(office.official_names.order_by("valid_from"))
        assert [r.valid_until for r in rows] == [
            DAY - timedelta(days=1), DAY + timedelta(days=29), None,
        ]  # fmt: skip

    def test_a_name_is_not_changed_backwards(self, office, admin):
        self.rename(admin, office, DAY)
        with pytest.raises(Invalid):
            self.rename(admin, office, DAY)

    def test_a_name_without_its_rule_is_refused(self, office, admin):
        with pytest.raises(Invalid):
            offices.rename_office(
                viewer=admin, office=office, name="x", unit="y", valid_from=DAY, source=" "
            )

    def test_national_names_are_of_a_day(self):
        for name, begin, end in (("Lama", 2009, 2024), ("Baru", 2025, None)):
            OfficialName.objects.create(
                body="ministry-of-law", name=name, valid_from=date(begin, 1, 1),
                valid_until=end and date(end, 12, 31), source="uji",
            )  # fmt: skip

        assert selectors.body_name("ministry-of-law", date(2024, 12, 31)).name == "Lama"
        assert selectors.body_name("ministry-of-law", date(2026, 1, 1)).name == "Baru"
        assert selectors.body_name("ministry-of-law", date(2000, 1, 1)) is None


class TestCalendar:
    def test_an_own_day_off_is_no_working_day_here_and_one_elsewhere(
        self, office, admin, elsewhere
    ):
        offices.add_day_off(viewer=admin, office=office, day=DAY, name="HUT kota", source="SK 1")

        assert not selectors.working_calendar(office).is_working(DAY)
        assert selectors.working_calendar(elsewhere).is_working(DAY)
        assert selectors.working_calendar().is_working(DAY)

    def test_it_does_not_lengthen_a_term_of_law(self, office, admin):
        start = DAY - timedelta(days=1)
        before = selectors.working_calendar(office).last_day(start, 5)
        offices.add_day_off(viewer=admin, office=office, day=DAY, name="HUT kota", source="SK 1")

        after = selectors.working_calendar(office).last_day(start, 5)
        assert after[0] == before[0]
        assert after[1] > before[1]

    def test_a_day_stands_in_the_calendar_once_and_comes_out_again(self, office, admin):
        day = {"viewer": admin, "office": office, "day": DAY}
        offices.add_day_off(**day, name="HUT kota", source="SK 1")
        with pytest.raises(Invalid):
            offices.add_day_off(**day, name="Lain", source="SK 2")

        assert offices.remove_day_off(**day)
        assert not offices.remove_day_off(**day)

    def test_a_day_without_its_rule_is_refused(self, office, admin):
        with pytest.raises(Invalid):
            offices.add_day_off(viewer=admin, office=office, day=DAY, name="HUT", source="")
