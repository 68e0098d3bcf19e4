"""From the first answer to a submitted case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from sentraki.cases.models import Case, Programme, ReturnNotice
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.selectors.collective import lacks_of
from sentraki.cases.selectors.papers import may_be_sent, paper_states
from sentraki.cases.services.classes import set_classes
from sentraki.cases.services.codes import new_code
from sentraki.cases.services.places import settle_place
from sentraki.cases.services.status import locked, set_status, take
from sentraki.cases.services.turns import arrive
from sentraki.kernel import clock, ids
from sentraki.kernel.access import Role, Viewer, decide
from sentraki.kernel.errors import Denied, Invalid, MoveRefused
from sentraki.kernel.refs import Ref, ref_of
from sentraki.kernel.secrets import blind_index
from sentraki.kernel.wording import phone_e164
from sentraki.ledger.acts import act
from sentraki.ledger.messages import Recipient
from sentraki.offices.models import Office
from sentraki.offices.rules import lies_in
from sentraki.parties.models import Community
from sentraki.parties.rules import CONSENT_PURPOSES, OwnerKind
from sentraki.parties.services import businesses
from sentraki.screening.services import freeze, key_of_name

DRAFT_DAYS = 90
COMMUNITY_LACKS = gettext_noop("The community cannot file a collective mark yet.")
NOT_OPEN = "This file can no longer be changed by the applicant."
OPEN = frozenset({CaseStatus.DRAFT, CaseStatus.RETURNED})
SECTIONS = frozenset(
    {"check", "owner", "business", "mark", "goods", "address", "consent", "later", "owner_kind"}
)


@dataclass(frozen=True)
class Started:
    """A new draft and the secret of its resume link, which is told once and kept as a hash."""

    case: Case
    secret: str


def facts_of(case: Case) -> dict[str, Any]:
    """What the policy needs to know of a case."""
    return {"region_code": case.region_code, "about": str(ref_of(case))}


def recipient_of(case: Case) -> Recipient:
    """Where news about the case goes: the applicant's e-mail if known, else the case's own page."""
    email = case.business.email if case.business else ""
    ref = str(ref_of(case))
    channel, address = ("email", email) if email else ("inbox", ref)
    return Recipient(channel, address, case.region_code, name=case.applicant_name)


def start(
    *,
    office: Office,
    viewer: Viewer,
    name: str,
    phone: str,
    check: Mapping[str, Any] | None = None,
    origin_ref: str = "",
    community: Community | None = None,
    key: str = "",
) -> Started:
    """Open a draft for somebody known by a name and a phone number only.

    ``check`` carries the answers of the name check; for a ``community`` it is a collective mark's
    file. Raises ``Invalid`` for a phone number that
    is none. The draft is kept 90 days.
    """  # fmt: skip
    if community is not None and not lies_in(community.region_code, office.region_code):
        raise Invalid("This community belongs to another region.")
    number = phone_e164(phone)
    secret = ids.new_secret()
    case = Case(
        office=office,
        region_code=office.region_code,
        applicant_name=name.strip()[:255],
        phone=number,
        phone_index=blind_index(number, "phone"),
        resume_hash=blind_index(secret, "resume"),
        answers={"check": dict(check or {})},
        origin_ref=origin_ref,
        community=community,
        kind="collective_mark" if community else "mark",
        draft_until=clock.today(office.zone) + timedelta(days=DRAFT_DAYS),
    )
    with act("case.start", on=None, by=viewer, key=key) as deed:
        case.code = new_code(office)
        case.save()
        deed.about(case)
    return Started(case, secret)


def save_answers(*, case: Case, viewer: Viewer, section: str, values: Mapping[str, Any]) -> Case:
    """Keep one page of the applicant's draft. Scratch paper: it enters the ledger on submitting.

    Raises ``Denied`` for a stranger, ``Invalid`` for an unknown section, ``MoveRefused`` once the
    case is with the office.
    """
    decision = decide("case.answer", viewer, **facts_of(case))
    if not decision.allowed:
        raise Denied(decision.reason, hidden=True)
    if section not in SECTIONS:
        raise Invalid("There is no such page in the form.")
    with transaction.atomic():
        fresh = locked(case)
        if fresh.status not in OPEN:
            raise MoveRefused(NOT_OPEN)
        answers = dict(fresh.answers)
        answers[section] = values.get("value") if set(values) == {"value"} else dict(values)
        fresh.answers = answers
        fresh.save(update_fields=["answers"])
    return fresh


def submit(*, case: Case, viewer: Viewer, key: str = "") -> Case:
    """Send the case to the office: record the business, freeze the screening, change hands.

    Raises ``MoveRefused`` naming ``complete`` when answers or papers are missing, ``AlreadyDone``
    when ``key`` was used before.
    """
    with act("case.submit", on=case, by=viewer, key=key, **facts_of(case)) as deed:
        fresh = locked(case)
        answers = fresh.answers
        complete = not missing_answers(answers) and may_be_sent(paper_states(fresh))
        lacking = community_lacks(fresh)
        if complete and lacking:
            raise MoveRefused(COMMUNITY_LACKS, missing=lacking)
        step = take(fresh, "submit", viewer, {"screened": True, "complete": complete})
        _settle(fresh, viewer)
        freeze(
            viewer=viewer,
            case_ref=ref_of(fresh),
            region_code=fresh.region_code,
            names=answers["check"]["names"],
            chosen=fresh.mark_name,
            classes=fresh.class_numbers,
            goods=str(answers["goods"].get("text", "")),
            variants=fresh.office.names_variants,
        )
        arrive(fresh)
        settle_place(case=fresh, viewer=viewer)
        fresh.submitted_at = fresh.submitted_at or clock.now()
        set_status(fresh, step.target)
        ReturnNotice.objects.filter(case=fresh, answered_at=None).update(answered_at=clock.now())
        for slug in step.notify:
            deed.tell(slug, to=recipient_of(fresh), code=fresh.code, office=fresh.office.unit)
    return fresh


def community_lacks(case: Case) -> tuple[str, ...]:
    """What the community behind a collective mark lacks today, as names of guards."""
    if case.community is None:
        return ()
    return tuple(f"community_{lack.code}" for lack in lacks_of(case.community))


def missing_answers(answers: Mapping[str, Any]) -> list[str]:
    """The pages of the form that still lack an answer, in order."""
    needed: dict[str, tuple[str, ...]] = {
        "check": ("names",),
        "mark": ("name", "mark_type"),
        "goods": ("classes", "text"),
        "owner": ("owner_name",),
        "address": ("street", "district_code"),
        "business": ("trade_name",),
        "consent": ("facilitate",),
    }
    if (answers.get("owner_kind") or OwnerKind.PERSON) == OwnerKind.PERSON:
        needed["owner"] = ("owner_name", "nik")
    return [
        section
        for section, fields in needed.items()
        if not all((answers.get(section) or {}).get(field) for field in fields)
    ]


def _settle(case: Case, viewer: Viewer) -> None:
    """Move the draft's answers to where each belongs: business to parties, mark to the case."""
    answers = case.answers
    owner, address = dict(answers["owner"]), dict(answers["address"])
    values = {
        **{k: v for k, v in {**owner, **address, **answers["business"]}.items()
           if k in businesses.FIELDS and v not in (None, "")},
        "owner_kind": answers.get("owner_kind") or "person",
        "phone": case.phone,
    }  # fmt: skip
    district = str(address.get("district_code", ""))
    region = ".".join(district.split(".")[:2]) if district.count(".") >= 1 else case.region_code
    wanted = [purpose for purpose, given in answers["consent"].items() if given]
    case.business = businesses.record(
        viewer=viewer,
        region_code=region,
        values=values,
        products=(str(answers["goods"]["text"]),),
        consents=tuple(p for p in wanted if p in CONSENT_PURPOSES),
        case_ref=str(ref_of(case)),
    )
    mark = dict(answers["mark"])
    case.mark_name = str(mark.pop("name")).strip()
    case.mark_index = key_of_name(case.mark_name)
    case.mark = {**mark, "goods": answers["goods"]}
    set_classes(case, map(int, answers["goods"]["classes"]))
    if case.programme is None:
        case.programme = open_programme(case)


def open_programme(case: Case) -> Programme | None:
    """The office's programme whose window is open today, if there is one."""
    today = clock.today(case.office.zone)
    return (
        Programme.unscoped.filter(office=case.office, opens_on__lte=today, closes_on__gte=today)
        .order_by("-year", "id")
        .first()
    )


def find_by_code(*, code: str, phone: str) -> Case | None:
    """The case of ``code`` if ``phone`` is its applicant's; the way back in without a link."""
    index = blind_index(phone_e164(phone), "phone")
    return Case.unscoped.filter(code=ids.normalise_code(code), phone_index=index).first()


def find_by_link(*, secret: str) -> Case | None:
    """The case a resume link belongs to."""
    return Case.unscoped.filter(resume_hash=blind_index(secret, "resume")).first()


def find_started(*, receipt: str, phone: str) -> Case | None:
    """The draft that ``receipt`` of a repeated start names, if it was begun with this ``phone``."""
    asker = Viewer(Role.APPLICANT, "applicant", grants=frozenset({receipt}))
    index = blind_index(phone_e164(phone), "phone")
    return Case.objects.for_viewer(asker).filter(phone_index=index).first()


def grant_of(case: Case) -> Ref:
    """What the session keeps so that the applicant may go on."""
    return ref_of(case)
