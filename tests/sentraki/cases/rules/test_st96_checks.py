"""Rules stricter than the schema."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sentraki.cases.rules.samples import SOUND, paper

from sentraki.cases.rules.dossier import Address, ClassGoods, DossierFacts, FeeScheme, MarkType
from sentraki.cases.rules.st96_checks import LIMITS, problems


def codes(facts: DossierFacts, fee: int | None = None) -> list[str]:
    return [problem.code for problem in problems(facts, fee)]


def applicant(**changes: Any) -> DossierFacts:
    return replace(SOUND, applicant=replace(SOUND.applicant, **changes))


def address(**changes: Any) -> DossierFacts:
    return applicant(address=replace(SOUND.applicant.address, **changes))


def without(kind: str) -> DossierFacts:
    return replace(SOUND, papers=tuple(p for p in SOUND.papers if p.kind != kind))


def with_label(**changes: Any) -> DossierFacts:
    label = paper("label", "image/jpeg")
    rest = tuple(p for p in SOUND.papers if p.kind != "label")
    return replace(SOUND, papers=(replace(label, **changes), *rest))


def test_a_sound_application_has_no_problem() -> None:
    assert problems(SOUND) == []
    assert problems(SOUND, 500_000) == []


CASES = {
    "office": replace(SOUND, registration_office="XX"),
    "case_code": replace(SOUND, case_code=" "),
    "name_missing": replace(SOUND, mark_name=" \t"),
    "label_missing": without("label"),
    "label_empty": with_label(size=0),
    "label_format": with_label(mime="image/png"),
    "label_size": with_label(size=2_000_001),
    "class_missing": replace(SOUND, classes=()),
    "class_twice": replace(SOUND, classes=SOUND.classes * 2),
    "class_number": replace(SOUND, classes=(ClassGoods(46, ("x",)),)),
    "goods_missing": replace(SOUND, classes=(ClassGoods(29, ("", " ")),)),
    "goods_length": replace(SOUND, classes=(ClassGoods(29, ("x" * 1000,)),)),
    "applicant_name": applicant(name=""),
    "applicant_address": address(street=""),
    "applicant_postcode": address(postcode="3011"),
    "applicant_country": address(country="XX"),
    "applicant_nationality": applicant(nationality="in"),
    "signature": without("signature"),
    "umk-letter": without("umk-letter"),
    "umk-statement": without("umk-statement"),
    "collective-rules": replace(SOUND, is_collective=True),
    "consent-co-applicants": applicant(others=("Budi",)),
    "paper_size": replace(SOUND, papers=(*SOUND.papers, paper("nib", size=0))),
    "too_long": replace(SOUND, mark_name="x" * 256),
    "characters": replace(SOUND, colours="merah\x0b"),
    "fee_missing": replace(SOUND, amount=0),
}


@pytest.mark.parametrize("code", CASES)
def test_one_fault_is_one_problem(code: str) -> None:
    assert codes(CASES[code]) == [code]


@pytest.mark.parametrize("part", ["street", "city", "province"])
def test_an_address_needs_street_city_and_province(part: str) -> None:
    assert codes(address(**{part: " "})) == ["applicant_address"]


def test_no_applicant_at_all_is_refused() -> None:
    empty = replace(SOUND.applicant, name="", address=Address(street=""))
    assert {"applicant_name", "applicant_address"} <= set(codes(replace(SOUND, applicant=empty)))


@pytest.mark.parametrize("mark_type", list(MarkType))
def test_every_type_of_mark_needs_a_picture(mark_type: MarkType) -> None:
    assert "label_missing" in codes(replace(without("label"), mark_type=mark_type))


@pytest.mark.parametrize(
    "mark_type", [MarkType.FIGURATIVE, MarkType.THREE_D, MarkType.SOUND, MarkType.HOLOGRAM]
)
def test_a_mark_without_words_needs_no_name(mark_type: MarkType) -> None:
    assert codes(replace(SOUND, mark_type=mark_type, mark_name="")) == []


def test_the_fee_is_the_tariff_times_the_classes() -> None:
    two = replace(SOUND, classes=(*SOUND.classes, ClassGoods(30, ("sambal",))))
    assert codes(two, 500_000) == ["fee_amount"]
    assert codes(replace(two, amount=1_000_000), 500_000) == []


def test_the_general_tariff_needs_no_umk_papers() -> None:
    general = replace(SOUND, scheme=FeeScheme.GENERAL, amount=1_800_000, papers=SOUND.papers[:2])
    assert codes(general, 1_800_000) == []


def test_a_collective_mark_with_its_rules_is_sound() -> None:
    papers = (*SOUND.papers, paper("collective-rules"))
    assert codes(replace(SOUND, is_collective=True, papers=papers)) == []


@given(st.integers())
def test_classes_run_from_1_to_45(number: int) -> None:
    found = "class_number" in codes(replace(SOUND, classes=(ClassGoods(number, ("x",)),)))
    assert found is not (1 <= number <= 45)


@pytest.mark.parametrize("field", [f for f in LIMITS if not f.startswith("applicant.")])
def test_a_text_may_fill_the_forms_field_and_no_more(field: str) -> None:
    limit = LIMITS[field][0]
    assert codes(replace(SOUND, **{field: "x" * limit})) == []
    assert codes(replace(SOUND, **{field: "x" * (limit + 1)})) == ["too_long"]


def test_the_place_of_a_forbidden_character_is_named() -> None:
    facts = address(street="Jalan\x00 1")
    assert [problem.field for problem in problems(facts)] == ["applicant.address.street"]
