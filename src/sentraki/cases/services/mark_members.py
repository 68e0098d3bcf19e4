"""Members of a collective mark: proposed, admitted, visited, warned, suspended; each with a seal.

A seal follows its membership inside the same act, so a code printed on a packet turns red with the
decision itself, not by a later round.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext_noop

from sentraki.cases.models import MarkMember, QualityVisit, Right
from sentraki.cases.rules.member_flow import CAUSES, LIVE, MAY_USE, MEMBER_FLOW, MemberStatus
from sentraki.cases.selectors.collective import COLLECTIVE, quality_points, rules_in_force
from sentraki.cases.services.filing_papers import Sent
from sentraki.cases.services.rights import is_in_force
from sentraki.cases.services.status import set_member_status
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.kernel.refs import ref_of
from sentraki.ledger.acts import act
from sentraki.ledger.messages import Recipient
from sentraki.ledger.rules.seal_states import SealPurpose, SealState
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.ledger.services import documents, seals
from sentraki.ledger.uploads import IMAGE_OR_PDF, Purpose, UploadRefused, decode

PHOTO = "quality-photo"
MOST_PHOTOS = 6
_SYSTEM = Viewer.system("cases.mark_members")
NOT_COLLECTIVE = gettext_noop("Members are admitted to a registered collective mark only.")
FUTURE = gettext_noop("The date lies in the future.")
NO_POINT = gettext_noop("There is no such point in a quality visit.")
TOO_MANY = gettext_noop("At most six photos of a visit. Leave some out.")
SEVERAL = ("approve", "accept-rules", "activate")
MOST_NAMED = 5
ONE_BY_ONE = gettext_noop("This step is taken for one member at a time.")
NO_MEMBER = gettext_noop("Choose at least one member.")
NOT_OPEN = gettext_noop(
    "This step is not open for %(n)s of the chosen (%(names)s). Nobody was moved."
)
NO_FINDING = gettext_noop("Write what you saw.")


@dataclass(frozen=True)
class Ground:
    """What a step of a membership rests on: ``agreed`` by the board, ``is_grave`` a breach."""

    reason: str = ""
    agreed: bool = False
    is_grave: bool = False
    is_named: bool = False


def propose(*, right: Right, viewer: Viewer, key: str = "") -> int:
    """Put every member of the owning community who is not on the mark's list on it.

    Returns how many were added. Raises ``MoveRefused`` for a right that is no collective mark.
    """
    with act("mark-member.propose", on=right, by=viewer, key=key) as deed:
        if right.kind != COLLECTIVE or right.community is None:
            raise MoveRefused(NOT_COLLECTIVE)
        have = MarkMember.objects.for_viewer(viewer).filter(right=right).values("member_id")
        new = right.community.members.filter(left_on=None).exclude(pk__in=have)
        made = MarkMember.objects.bulk_create(
            [
                MarkMember(
                    right=right, region_code=right.region_code, member=member,
                    proposed_at=deed.at, changed_at=deed.at,
                )
                for member in new
            ]
        )  # fmt: skip
        deed.record(members=len(made))
    return len(made)


def move(
    *, use: MarkMember, viewer: Viewer, step: str, ground: Ground, key: str = ""
) -> MarkMember:
    """Take one step of the membership (``rules.member_flow``); the seal follows at once.

    Raises ``MoveRefused`` naming what is missing, ``AlreadyDone`` for a used key.
    """
    with act("mark-member.move", on=use, by=viewer, key=key, note=ground.reason) as deed:
        fresh = _locked(use, viewer)
        before = MemberStatus(fresh.status)
        if step == "accept-rules":
            _accept(fresh, ground)
        fresh.reason = ground.reason.strip()
        taken = set_member_status(fresh, step, viewer, _facts(fresh, ground))
        _let_seal_follow(fresh)
        deed.record(step=step, before=str(before), after=fresh.status)
        for slug in taken.notify:
            deed.tell(slug, to=_recipient(fresh), office=fresh.right.office.unit,
                      number=fresh.right.number)  # fmt: skip
    return fresh


def move_several(
    *, uses: Sequence[MarkMember], viewer: Viewer, step: str, ground: Ground, key: str = ""
) -> int:
    """Take one step of admission for several members of a mark, each with an entry of its own.

    All of them or none: raises ``Invalid`` for no choice, a step that wants a reason of its own,
    or members for whom it is not open (named), and what ``move`` raises. Whether a member agreed
    to be named is left as it was.
    """
    if step not in SEVERAL:
        raise Invalid(ONE_BY_ONE)
    if not uses:
        raise Invalid(NO_MEMBER)
    if any(use.right_id != uses[0].right_id for use in uses):
        raise Invalid(NOT_COLLECTIVE)
    with act("mark-member.move-several", on=uses[0].right, by=viewer, key=key) as deed:
        fresh = [_locked(use, viewer) for use in uses]
        shut = [use.member.name for use in fresh if not _is_open(use, viewer, step)]
        if shut:
            raise Invalid(NOT_OPEN, names=", ".join(shut[:MOST_NAMED]), n=len(shut))
        for use in fresh:
            same = replace(ground, is_named=use.is_named)
            move(use=use, viewer=viewer, step=step, ground=same)
        deed.record(step=step, members=len(fresh))
    return len(fresh)


def _is_open(use: MarkMember, viewer: Viewer, step: str) -> bool:
    moves = MEMBER_FLOW.open_to(status=use.status, role=viewer.role)
    return any(found.verb == step for found in moves)


def _locked(use: MarkMember, viewer: Viewer) -> MarkMember:
    rows = MarkMember.objects.for_viewer(viewer).select_for_update()
    return rows.get(pk=use.pk)


def _facts(use: MarkMember, ground: Ground) -> Mapping[str, bool]:
    community = use.right.community
    rules = rules_in_force(community) if community else None
    return {
        "board_agreed": ground.agreed,
        "rules_in_force": rules is not None,
        "rules_current": rules is not None and use.rules_id == rules.pk,
        "mark_registered": is_in_force(use.right, use.right.office.zone),
        "reason_given": bool(ground.reason.strip()),
        "warned_twice_or_grave": use.status == MemberStatus.WARNED_2 or ground.is_grave,
    }


def _accept(use: MarkMember, ground: Ground) -> None:
    community = use.right.community
    use.rules = rules_in_force(community) if community else None
    use.accepted_on = clock.today(use.right.office.zone)
    use.is_named = ground.is_named


def _let_seal_follow(use: MarkMember) -> None:
    """Issue the seal, or let it say what the membership says now."""
    status = MemberStatus(use.status)
    if status in MAY_USE and is_in_force(use.right, use.right.office.zone):
        if use.seal is None:
            use.seal = seals.issue(
                SealPurpose.MEMBER, use, public_facts(use), use.right.expires_on, _SYSTEM
            )
            use.save(update_fields=["seal"])
        elif use.seal.state == SealState.VOID:
            use.seal = seals.set_state(
                use.seal, SealState.VALID, "", _SYSTEM, facts=public_facts(use)
            )
    elif use.seal is not None and status in CAUSES:
        _void(use, CAUSES[status])


def _void(use: MarkMember, cause: str) -> None:
    if use.seal is not None and use.seal.state != SealState.VOID:
        use.seal = seals.set_state(use.seal, SealState.VOID, cause, _SYSTEM)


def public_facts(use: MarkMember) -> dict[str, object]:
    """What a member's seal shows anybody; the name only of a member who agreed to it."""
    right, community = use.right, use.right.community
    return {
        "name": right.name,
        "holder": community.name if community else "",
        "member": use.member.name if use.is_named else "",
        "product": use.member.product or (community.product if community else ""),
        "classes": right.classes,
        "registration_number": right.number,
        "office": right.office.unit,
        "government": right.office.name,
    }


def _recipient(use: MarkMember) -> Recipient:
    business = use.member.business
    email = business.email if business else ""
    channel, address = ("email", email) if email else ("inbox", str(ref_of(use)))
    return Recipient(channel, address, use.region_code, name=use.member.name)


def close_uses(right: Right, cause: str, reason: str = "") -> int:
    """End every membership of a mark that is handed on; must run inside an act."""
    ended = 0
    for use in MarkMember.objects.for_viewer(_SYSTEM).filter(right=right, status__in=LIVE):
        use.reason = reason
        set_member_status(use, "close", _SYSTEM, {})
        _void(use, cause)
        ended += 1
    return ended


def record_visit(
    *,
    use: MarkMember,
    viewer: Viewer,
    visited_on: date,
    good: Iterable[str],
    finding: str,
    photos: Sequence[Sent] = (),
    key: str = "",
) -> QualityVisit:
    """Record a quality visit: the points found ``good``, what was seen, and photos.

    Raises ``Invalid`` for an unknown point, a day in the future, no finding, a bad photo or
    more than six.
    """
    points = quality_points("id")
    found = set(good)
    if found - set(points):
        raise Invalid(NO_POINT)
    if visited_on > clock.today(use.right.office.zone):
        raise Invalid(FUTURE, fields={"visited_on": FUTURE})
    if not finding.strip():
        raise Invalid(NO_FINDING, fields={"finding": NO_FINDING})
    if len(photos) > MOST_PHOTOS:
        raise Invalid(TOO_MANY, fields={"photos": TOO_MANY})
    fresh_photos = [_written_anew(photo) for photo in photos]
    with act("quality-visit.record", on=use, by=viewer, key=key) as deed:
        visit = QualityVisit.objects.create(
            use=_locked(use, viewer),
            visited_on=visited_on,
            points={code: code in found for code in points},
            finding=finding.strip(),
            is_good=found == set(points),
            visited_by_id=viewer.acting_person,
            made_at=deed.at,
        )
        for photo in fresh_photos:
            documents.store(
                data=photo, kind=PHOTO, secrecy=Secrecy.C2, on=visit,
                region_code=use.region_code, by=viewer,
            )  # fmt: skip
        deed.record(good=len(found), points=len(points), photos=len(fresh_photos))
    return visit


def _written_anew(photo: Sent) -> documents.Made:
    try:
        fresh = decode(photo.source, accept=IMAGE_OR_PDF, purpose=Purpose.PHOTO, name=photo.name)
    except UploadRefused as refused:
        reason = str(refused.message)
        raise Invalid(reason, fields={"photos": reason}, **refused.params) from refused
    return documents.Made(fresh.data, fresh.mime)
