"""What must hold before an application is filed. ST.96's schema lets more pass than DJKI takes.

Measured with the schema of V6.0: it accepts class 46, no applicant, no goods, no picture, any
office code. The limits of length are those of the e-form (state 2021, "belum dikonfirmasi").
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import phonenumbers

from sentraki.cases.rules import N_, Problem
from sentraki.cases.rules.dossier import LAST_CLASS, DossierFacts, FeeScheme, MarkType
from sentraki.cases.rules.text import ILLEGAL_IN_XML, one_line

OFFICE = "ID"
LABEL_MIME = "image/jpeg"
LABEL_MOST_BYTES = 2_000_000
PAPER_MOST_BYTES = 15_000_000
TERM_MOST = 999
LIMITS: Mapping[str, tuple[int, Callable[[DossierFacts], str]]] = {
    "mark_name": (255, lambda facts: facts.mark_name),
    "description": (255, lambda facts: facts.description),
    "colours": (255, lambda facts: facts.colours),
    "translation": (255, lambda facts: facts.translation),
    "transliteration": (255, lambda facts: facts.transliteration),
    "disclaimer": (255, lambda facts: facts.disclaimer),
    "applicant.name": (255, lambda facts: facts.applicant.name),
    "applicant.address": (255, lambda facts: facts.applicant.address.short),
    "applicant.email": (100, lambda facts: facts.applicant.email),
    "applicant.phone": (100, lambda facts: facts.applicant.phone),
    "applicant.others": (150, lambda facts: max(facts.applicant.others, key=len, default="")),
}
_WITH_WORDS = frozenset({MarkType.WORD, MarkType.COMBINED})
_UMK_PAPERS = {
    "umk-letter": N_("The UMK tariff needs the recommendation letter."),
    "umk-statement": N_("The UMK tariff needs the stamped UMK statement."),
}


def problems(facts: DossierFacts, fee_per_class: int | None = None) -> list[Problem]:
    """Everything that keeps the application from being filed; empty when it is sound.

    ``fee_per_class`` is the fee of the day for the scheme, from the fee table; without it only a
    missing amount is found.
    """
    found: list[Problem] = []
    for check in (_office, _mark, _label, _classes, _applicant, _papers, _lengths, _characters):
        found += check(facts)
    return [*found, *_fee(facts, fee_per_class)]


def _office(facts: DossierFacts) -> Iterator[Problem]:
    if facts.registration_office != OFFICE:
        yield Problem("office", "registration_office", N_("The office code must be ID."))
    if not one_line(facts.case_code):
        yield Problem("case_code", "case_code", N_("The file has no code."))


def _mark(facts: DossierFacts) -> Iterator[Problem]:
    if facts.mark_type in _WITH_WORDS and not one_line(facts.mark_name):
        yield Problem("name_missing", "mark_name", N_("The mark has no name."))


def _label(facts: DossierFacts) -> Iterator[Problem]:
    label = facts.label
    if label is None:
        yield Problem("label_missing", "label", N_("The mark's label is missing."))
    elif label.size == 0 or not label.sha256:
        yield Problem("label_empty", "label", N_("The label's file is empty."))
    else:
        if label.mime != LABEL_MIME:
            yield Problem("label_format", "label", N_("The label must be a JPG file."))
        if label.size > LABEL_MOST_BYTES:
            yield Problem("label_size", "label", N_("The label's file must stay under 2 MB."))


def _classes(facts: DossierFacts) -> Iterator[Problem]:
    numbers = [chosen.number for chosen in facts.classes]
    if not numbers:
        yield Problem("class_missing", "classes", N_("Choose at least one class."))
    if len(set(numbers)) < len(numbers):
        yield Problem("class_twice", "classes", N_("A class is named twice."))
    for chosen in facts.classes:
        field = f"classes.{chosen.number}"
        if not 1 <= chosen.number <= LAST_CLASS:
            yield Problem("class_number", field, N_("Classes run from 1 to 45."))
        terms = [one_line(term) for term in chosen.terms]
        if not any(terms):
            yield Problem("goods_missing", field, N_("Choose the goods or services of the class."))
        if any(len(term) > TERM_MOST for term in terms):
            yield Problem("goods_length", field, N_("A term for goods or services is too long."))


def _applicant(facts: DossierFacts) -> Iterator[Problem]:
    applicant = facts.applicant
    address = applicant.address
    if not one_line(applicant.name):
        yield Problem("applicant_name", "applicant.name", N_("The applicant has no name."))
    if not (one_line(address.street) and one_line(address.city) and one_line(address.province)):
        message = N_("The applicant's address needs street, city and province.")
        yield Problem("applicant_address", "applicant.address", message)
    if not (
        address.postcode.isascii() and address.postcode.isdigit() and len(address.postcode) == 5
    ):
        message = N_("The postcode has five digits.")
        yield Problem("applicant_postcode", "applicant.postcode", message)
    for name, code in (("country", address.country), ("nationality", applicant.nationality)):
        if code not in phonenumbers.SUPPORTED_REGIONS:
            message = N_("This is not the code of a country.")
            yield Problem(f"applicant_{name}", f"applicant.{name}", message)


def _papers(facts: DossierFacts) -> Iterator[Problem]:
    if facts.paper("signature") is None:
        message = N_("The applicant's signature is missing.")
        yield Problem("signature", "papers.signature", message)
    if facts.scheme is FeeScheme.UMK:
        for kind, message in _UMK_PAPERS.items():
            if facts.paper(kind) is None:
                yield Problem(kind, f"papers.{kind}", message)
    if facts.is_collective and facts.paper("collective-rules") is None:
        message = N_("A collective mark needs its rules of use.")
        yield Problem("collective-rules", "papers.collective-rules", message)
    if facts.applicant.others and facts.paper("consent-co-applicants") is None:
        message = N_("Several applicants need the consent of the others.")
        yield Problem("consent-co-applicants", "papers.consent-co-applicants", message)
    for paper in facts.papers:
        if paper.kind != "label" and not 0 < paper.size <= PAPER_MOST_BYTES:
            message = N_("An attached file is empty or larger than 15 MB.")
            yield Problem("paper_size", f"papers.{paper.kind}", message)


def _lengths(facts: DossierFacts) -> Iterator[Problem]:
    for field, (limit, value) in LIMITS.items():
        if len(one_line(value(facts))) > limit:
            yield Problem("too_long", field, N_("This text is longer than the form takes."))


def _characters(facts: DossierFacts) -> Iterator[Problem]:
    for field, text in _texts("", facts):
        if ILLEGAL_IN_XML.search(text):
            message = N_("A text holds control characters that cannot be filed.")
            yield Problem("characters", field, message)


def _texts(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for position, item in enumerate(value, start=1):
            yield from _texts(f"{path}.{position}", item)
    elif is_dataclass(value):
        for field in fields(value):
            name = f"{path}.{field.name}".lstrip(".")
            yield from _texts(name, getattr(value, field.name))


def _fee(facts: DossierFacts, per_class: int | None) -> Iterator[Problem]:
    if facts.amount <= 0:
        yield Problem("fee_missing", "amount", N_("The fee is missing."))
    elif per_class is not None and facts.amount != per_class * len(facts.classes):
        message = N_("The fee is not the tariff times the number of classes.")
        yield Problem("fee_amount", "amount", message)
