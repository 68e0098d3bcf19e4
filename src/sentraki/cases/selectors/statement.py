"""The statement of a micro or small business, filled in from a case or left empty."""

from datetime import UTC, datetime
from functools import cache

from sentraki.cases.models import Case
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.statement import PAPER, TEMPLATE, UmkStatement, town_of
from sentraki.cases.selectors.goods import address_from, address_of
from sentraki.cases.selectors.papers import requirements_for
from sentraki.kernel import clock
from sentraki.ledger.rendering import render_pdf
from sentraki.parties.rules import Scale

_EDITION = datetime(2026, 11, 22, tzinfo=UTC)
_WITH_THE_APPLICANT = frozenset({CaseStatus.DRAFT, CaseStatus.RETURNED})


def asks_for_statement(case: Case) -> bool:
    """Whether the statement is among the papers of the case."""
    return any(row.code == PAPER for row in requirements_for(case))


def statement_of(case: Case) -> UmkStatement:
    """What the case knows: the answers while the applicant may change them, then the record."""
    business, answers = case.business, case.answers
    if business is None or case.status in _WITH_THE_APPLICANT:
        address = address_from(answers.get("address") or {})
        owner_name = str((answers.get("owner") or {}).get("owner_name", ""))
        known = answers.get("business") or {}
        trade_name, scale = str(known.get("trade_name", "")), str(known.get("scale", ""))
        mark_name = str((answers.get("mark") or {}).get("name", ""))
    else:
        address = address_of(case)
        owner_name, mark_name = business.owner_name, case.mark_name
        trade_name, scale = business.trade_name, business.scale
    return UmkStatement(
        owner_name=owner_name,
        trade_name=trade_name,
        address=address.full,
        mark_name=mark_name,
        scale=Scale(scale) if scale in set(Scale) else None,
        place=town_of(address.city) or case.office.signature_place,
    )


def statement_pdf(case: Case) -> bytes:
    """The statement with what the case knows, to be printed and signed."""
    return render_pdf(TEMPLATE, statement_of(case).data(), stamp=clock.now())


@cache
def blank_statement_pdf() -> bytes:
    """The empty form, the same for everybody."""
    return render_pdf(TEMPLATE, UmkStatement().data(), stamp=_EDITION)
