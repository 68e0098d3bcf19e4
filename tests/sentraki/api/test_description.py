"""The interface keeps to its own description: generated requests, right and wrong, on real data.

schemathesis makes them from ``openapi.json``; in about half of the right ones codes, numbers and
credentials are such as exist. ``python -m tests.api_cases`` asks a thousand of each operation.
"""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup
from tests import factories as make

from sentraki.api.urls import PREFIX
from sentraki.cases.services.rights import KnownRight, record_known
from sentraki.kernel.access import Role
from sentraki.offices.agencies import token_for
from sentraki.offices.rules import AgencyKind, AgencyScope
from sentraki.offices.services.agencies import add_agency
from sentraki.parties.rules.permits import PermitKind
from sentraki.parties.services.permits import note_permit

load_all_checks()
CASES = int(os.environ.get("SENTRAKI_API_CASES", "50"))


@dataclass(frozen=True)
class Known:
    """What exists, by its names in the description; ``token`` is an agency's."""

    values: Mapping[str, Any]
    token: str


@pytest.fixture
def known(transactional_db: None) -> Known:
    """A filed mark with seal and papers, an office whose figures are open, an agency."""
    filing = make.make_filed()
    case, office = filing.case, filing.case.office
    for n in range(2, 7):
        make.make_accepted(office=office, **make.somebody_else(n))
    note_permit(business=case.business, viewer=make.make_officer(office),
                kind=PermitKind.HALAL, name="Sambal Mak Idjah",
                number="ID00110000000001")  # fmt: skip
    record_known(
        office=office,
        viewer=make.SYSTEM,
        known=KnownRight(year=2023, number="IDM000000001", name="Kopi Uji", holder="Dapur Uji",
                         classes="30,43"),
    )  # fmt: skip
    admin = make.make_officer(office, Role.ADMIN)
    agency, secret = add_agency(viewer=admin, office=office, name="LP3H Uji",
                                kind=AgencyKind.HALAL, scopes=tuple(AgencyScope))  # fmt: skip
    values = {
        "code": filing.seal.code,
        "nib": case.business.nib,
        "office": office.slug,
        "number": 0,
        "grant_type": "client_credentials",
        "client_id": agency.client_id,
        "client_secret": secret,
    }
    return Known(values, token_for(agency))


def made_real(case: Case, known: Known, data: st.DataObject) -> None:
    """Put what exists in place of what was made up."""
    here = known.values
    for name in set(case.path_parameters or ()) & set(here):
        case.path_parameters[name] = here[name]
    if case.path.endswith("/token") and isinstance(case.body, dict):
        names = ("grant_type", "client_id", "client_secret")
        case.body |= {name: here[name] for name in names}
    if case.path.endswith("/identitas") and isinstance(case.body, dict):
        numbers = [{"nib": here["nib"], "seal": ""}, {"nib": "", "seal": here["code"]}]
        case.body |= {"purpose": "Verifikasi halal", **data.draw(st.sampled_from(numbers))}


@pytest.mark.slow
def test_every_operation_answers_as_it_is_described(known: Known, live_server: Any) -> None:
    description = schemathesis.openapi.from_url(f"{live_server.url}{PREFIX}openapi.json")
    wrong = {}
    for one in description.get_all_operations():
        try:
            answers = asked(one.ok(), known)
        except FailureGroup as found:
            wrong[one.ok().label] = str(found)
            continue
        print(f"{one.ok().label}: {answers.total()} asked, {dict(sorted(answers.items()))}")
        if not answers[200]:
            wrong[one.ok().label] = f"never answered: {answers}"
    assert not wrong, "\n".join(f"{name}: {what}" for name, what in wrong.items())


def asked(operation: Any, known: Known) -> Counter[int]:
    """Half of ``CASES`` right and half wrong requests; how many got which status."""
    answers: Counter[int] = Counter()
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

        @seed(6)
        @settings(
            max_examples=CASES // 2,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        @given(
            case=operation.as_strategy(generation_mode=mode),
            is_known=st.booleans(),
            data=st.data(),
        )
        def one(case: Case, is_known: bool, data: st.DataObject) -> None:
            if is_known and mode is GenerationMode.POSITIVE:  # noqa: B023 - run at once
                made_real(case, known, data)
            headers = {"Authorization": f"Bearer {known.token}"} if is_known else {}
            # What is made up may be of the right shape and still no credential, purpose or number.
            left_out = [] if is_known else [CHECKS.get_one("positive_data_acceptance")]
            answer = case.call_and_validate(headers=headers, excluded_checks=left_out)
            answers[answer.status_code] += 1

        try:
            one()
        except Unsatisfiable:
            # Any text is a code, and the keys take no question: nothing can be asked wrongly.
            assert mode is GenerationMode.NEGATIVE
    return answers
