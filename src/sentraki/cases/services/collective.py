"""A community's collective mark: its file opened, its right handed on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from sentraki.cases.models import Case, MarkMember, Right
from sentraki.cases.rules.member_flow import LIVE
from sentraki.cases.selectors.collective import COLLECTIVE, lacks_of, rules_in_force
from sentraki.cases.selectors.papers import paper_states
from sentraki.cases.services import intake, mark_members, papers, rights
from sentraki.cases.services.counter import attach
from sentraki.cases.services.filing_papers import Sent
from sentraki.cases.services.mark_members import Ground, close_uses
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.ledger.acts import act
from sentraki.ledger.services import seals
from sentraki.offices.models import Office
from sentraki.offices.rules import lies_in
from sentraki.parties.models import Community, CommunityMember
from sentraki.parties.rules import OwnerKind
from sentraki.parties.rules.communities import CommunityKind, chair_of
from sentraki.parties.services import communities

RULES_PAPER, DEED_PAPER = "collective-rules", "deed"
OWNERS = {
    CommunityKind.GROUP: OwnerKind.GROUP,
    CommunityKind.ASSOCIATION: OwnerKind.GROUP,
    CommunityKind.COOPERATIVE: OwnerKind.COOPERATIVE,
    CommunityKind.RED_WHITE_COOPERATIVE: OwnerKind.COOPERATIVE,
    CommunityKind.VILLAGE_ENTERPRISE: OwnerKind.VILLAGE_ENTERPRISE,
}
NOT_HERE = gettext_noop("This community belongs to another region.")
NOT_COLLECTIVE = gettext_noop("Only a collective mark in force is handed on to a community.")
UNABLE = gettext_noop("Only a party able to supervise the mark may take it over.")
_SAME = gettext_noop("The mark belongs to this community already.")
_REASON = gettext_noop("Give a reason.")
_SYSTEM = Viewer.system("cases.collective")


@dataclass(frozen=True)
class Wanted:
    """What the community wants protected: answers by section, and papers at hand by code."""

    phone: str
    scale: str
    subsector: str
    mark: Mapping[str, Any]
    goods: Mapping[str, Any]
    consent: Mapping[str, bool]
    papers: Mapping[str, Sent]


def must_be_ready(community: Community, message: str = intake.COMMUNITY_LACKS) -> None:
    """Raise ``MoveRefused`` naming everything the community lacks (``community_<code>``)."""
    lacking = lacks_of(community)
    if lacking:
        names = tuple(f"community_{lack.code}" for lack in lacking)
        raise MoveRefused(message, missing=names)


def open_case(
    *, office: Office, community: Community, viewer: Viewer, wanted: Wanted, key: str = ""
) -> Case:
    """Open, fill and send a file for a community's collective mark; all of it or nothing.

    Deed and signed rules of use come from the community's own record; papers that were not brought
    count as promised. Raises ``MoveRefused`` naming what the community lacks, and what ``intake``
    raises.
    """
    if not lies_in(community.region_code, office.region_code):
        raise Invalid(NOT_HERE)
    must_be_ready(community)
    rules = rules_in_force(community)
    assert rules is not None
    assert rules.copy is not None
    assert community.deed is not None
    with transaction.atomic():
        case = intake.start(
            office=office,
            viewer=viewer,
            name=_chair(community),
            phone=wanted.phone,
            check={"names": [wanted.mark["name"]], "goods": wanted.goods["text"],
                   "chosen": wanted.mark["name"]},
            community=community,
            key=key,
        ).case  # fmt: skip
        for section, values in _sections(community, wanted).items():
            given = values if isinstance(values, Mapping) else {"value": values}
            case = intake.save_answers(case=case, viewer=viewer, section=section, values=given)
        papers.adopt(case=case, viewer=viewer, requirement=RULES_PAPER, document=rules.copy)
        papers.adopt(case=case, viewer=viewer, requirement=DEED_PAPER, document=community.deed)
        for code, sent in wanted.papers.items():
            attach(case, viewer, code, sent)
        lacking = [s.requirement.code for s in paper_states(case) if s.paper is None]
        intake.save_answers(case=case, viewer=viewer, section="later", values={"value": lacking})
        return intake.submit(case=case, viewer=viewer)


def _chair(community: Community) -> str:
    from_seats = [seat.as_seat() for seat in community.seats.all()]
    chair = chair_of(from_seats, clock.today(community.office.zone))
    return chair.name if chair else community.name


def _sections(community: Community, wanted: Wanted) -> dict[str, Any]:
    return {
        "owner_kind": str(OWNERS[CommunityKind(community.kind)]),
        "owner": {"owner_name": community.name},
        "business": {
            "trade_name": community.name,
            "nib": community.nib,
            "scale": wanted.scale,
            "subsector": wanted.subsector,
            "activity": community.product,
        },
        "address": {
            "district_code": community.district_code,
            "street": community.street,
            "postcode": community.postcode,
        },
        "mark": dict(wanted.mark),
        "goods": dict(wanted.goods),
        "consent": dict(wanted.consent),
    }


def transfer(*, right: Right, to: Community, viewer: Viewer, reason: str, key: str = "") -> Right:
    """Hand a collective mark on to a community that is able to supervise it.

    Its members' seals end; the new owner admits its own. A collective mark is transferred only to
    a party able to supervise it and is never licensed (UU 20/2016 Pasal 48-51, read November 2026,
    article to be confirmed). Raises ``MoveRefused`` naming what the new owner lacks.
    """
    if not reason.strip():
        raise Invalid(_REASON, fields={"reason": _REASON})
    facts = {"region_code": right.region_code}
    with act("right.transfer", on=right, by=viewer, key=key, note=reason, **facts) as deed:
        fresh = Right.objects.for_viewer(viewer).select_for_update().get(pk=right.pk)
        if fresh.kind != COLLECTIVE or not rights.is_in_force(fresh, fresh.office.zone):
            raise MoveRefused(NOT_COLLECTIVE)
        if not lies_in(to.region_code, fresh.region_code):
            raise Invalid(NOT_HERE)
        if fresh.community_id == to.pk:
            raise Invalid(_SAME, fields={"to": _SAME})
        must_be_ready(to, UNABLE)
        ended = close_uses(fresh, "transferred", reason.strip())
        fresh.community, fresh.holder = to, to.name
        fresh.save(update_fields=["community", "holder"])
        if fresh.seal is not None:
            seals.refresh_checked(fresh.seal, _SYSTEM, at=deed.at, facts={"holder": to.name})
        deed.record(uses=ended)
    return fresh


def leave(*, community: Community, viewer: Viewer, number: int, key: str = "") -> CommunityMember:
    """Record that member ``number`` has left the community; every use of its marks ends with it.

    The member's seals turn red in the same transaction. Raises what ``communities.leave`` raises.
    """
    with transaction.atomic():
        gone = communities.leave(community=community, viewer=viewer, number=number, key=key)
        uses = MarkMember.objects.for_viewer(viewer).filter(member=gone, status__in=LIVE)
        for use in uses:
            mark_members.move(use=use, viewer=viewer, step="leave", ground=Ground())
    return gone
