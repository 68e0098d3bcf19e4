"""Renewals and recordals: what the owner decided, what was handed in, what DJKI recorded."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from sentraki.cases.models import Right, RightChange
from sentraki.cases.rules.dossier import FeeScheme
from sentraki.cases.rules.right_change_flow import RENEWAL, ChangeStatus, renewed_until
from sentraki.cases.selectors import right_changes as selectors
from sentraki.cases.selectors.renewals import right_kinds
from sentraki.cases.services import deadlines, rights
from sentraki.cases.services.filing_papers import Sent, Written, written_anew
from sentraki.cases.services.status import set_change_status
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.ledger.acts import act
from sentraki.ledger.models import Document
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.ledger.services import documents, seals

PROOF = "right-change-proof"
LONGEST = 500
_SYSTEM = Viewer.system("cases.right_changes")
NO_KIND = gettext_noop("Choose what changes.")
NO_VALUE = gettext_noop("Write what it changes to.")
FUTURE = gettext_noop("The date lies in the future.")
NO_DAY = gettext_noop("Write the day.")
BEFORE_FILING = gettext_noop("This day lies before the filing.")
TOO_SHORT = gettext_noop("The new last day must lie after the old one.")
ENDED = gettext_noop("This right has ended.")


@dataclass(frozen=True)
class Told:
    """What is told with a step: ``day`` of filing or of DJKI's record, its ``number``, the
    ``proof``, a ``reason``, and the new last day as DJKI's letter has it."""

    number: str = ""
    day: date | None = None
    reason: str = ""
    proof: Sent | None = None
    expires_on: date | None = None
    scheme: FeeScheme = FeeScheme.UMK


def begin(
    *,
    right: Right,
    viewer: Viewer,
    kind: str,
    value: str = "",
    is_named: bool = False,
    key: str = "",
) -> RightChange:
    """Note that the owner decided to have a change recorded, or the right renewed.

    ``value`` is the new name or address; ``is_named``: a new owner agreed to be named publicly.
    Raises ``Invalid`` for a kind that cannot be begun now or a missing value, ``MoveRefused`` for a
    right that has ended.
    """
    with act("right-change.begin", on=right, by=viewer, key=key) as deed:
        fresh = Right.objects.for_viewer(viewer).select_for_update().get(pk=right.pk)
        if fresh.ended_on is not None:
            raise MoveRefused(ENDED)
        chosen = next((one for one in selectors.kinds_for(viewer, fresh) if one.code == kind), None)
        if chosen is None:
            raise Invalid(NO_KIND, fields={"kind": NO_KIND})
        if chosen.value("id") and not value.strip():
            raise Invalid(NO_VALUE, fields={"value": NO_VALUE})
        change = RightChange.objects.create(
            right=fresh,
            region_code=fresh.region_code,
            kind=kind,
            value=" ".join(value.split())[:LONGEST] if chosen.value("id") else "",
            is_named=is_named,
            begun_by_id=viewer.acting_person,
            begun_at=deed.at,
            changed_at=deed.at,
        )
        deed.record(kind=kind)
    return change


def move(
    *, change: RightChange, viewer: Viewer, step: str, told: Told, key: str = ""
) -> RightChange:
    """Take one step of a change (``rules.right_change_flow``); what DJKI recorded then holds.

    Raises ``MoveRefused`` naming what is missing, ``Invalid`` for a day that cannot be or a proof
    we do not take, ``AlreadyDone`` for a used key.
    """
    proof = written_anew(told.proof, "proof") if step == "record" else None
    with act("right-change.move", on=change, by=viewer, key=key, note=told.reason.strip()) as deed:
        rows = RightChange.objects.for_viewer(viewer).select_related("right__office")
        fresh = rows.select_for_update(of=("self",)).get(pk=change.pk)
        day = _day(fresh, told, step)
        if step == "file" and day is not None:
            _note_filing(fresh, told, day)
        if step == "record" and day is not None:
            _note_record(fresh, told, day)
        fresh.reason = told.reason.strip()[:LONGEST]
        before = fresh.status
        set_change_status(fresh, step, viewer, _facts(fresh, told, day, proof))
        if fresh.status == ChangeStatus.RECORDED:
            fresh.proof = _kept(fresh, proof, viewer)
            fresh.save(update_fields=["proof"])
            _let_right_follow(fresh)
        deed.record(kind=fresh.kind, step=step, before=before, after=fresh.status)
    return fresh


def _day(change: RightChange, told: Told, step: str) -> date | None:
    if step not in ("file", "record"):
        return None
    if told.day is None:
        raise Invalid(NO_DAY, fields={"day": NO_DAY})
    if told.day > clock.today(change.right.office.zone):
        raise Invalid(FUTURE, fields={"day": FUTURE})
    if step == "record" and change.filed_on is not None and told.day < change.filed_on:
        raise Invalid(BEFORE_FILING, fields={"day": BEFORE_FILING})
    return told.day


def _note_filing(change: RightChange, told: Told, day: date) -> None:
    kind = selectors.change_kinds()[change.kind]
    price = selectors.price(change.right, kind, told.scheme, day)
    change.number, change.filed_on = told.number.replace(" ", "").upper()[:40], day
    change.fee = price.amount if price is not None else None


def _note_record(change: RightChange, told: Told, day: date) -> None:
    change.recorded_on = day
    last = change.right.expires_on
    if change.kind == RENEWAL and last is not None:
        change.expires_on = told.expires_on or new_last_day(change.right)
        if change.expires_on is None or change.expires_on <= last:
            raise Invalid(TOO_SHORT, fields={"expires_on": TOO_SHORT})


def new_last_day(right: Right) -> date | None:
    """The last day a renewal gives, counted from the old one; none where it cannot be counted."""
    kind = right_kinds().get(right.kind)
    if right.expires_on is None or kind is None or kind.term_months is None:
        return None
    return renewed_until(right.expires_on, kind.term_months)


def _facts(
    change: RightChange, told: Told, day: date | None, proof: Written | None
) -> dict[str, bool]:
    spell = selectors.window(change.right)
    is_renewal = change.kind == RENEWAL
    return {
        "number_given": bool(told.number.strip()),
        "in_window": not is_renewal or (spell is not None and day is not None and spell.holds(day)),
        "is_renewal": is_renewal,
        "reason_given": bool(told.reason.strip()),
        "proof_kept": proof is not None,
    }


def _kept(change: RightChange, proof: Written | None, viewer: Viewer) -> Document | None:
    if proof is None:
        return None
    return documents.store(
        data=proof.content, kind=PROOF, secrecy=Secrecy.C2, on=change,
        region_code=change.region_code, by=viewer, original_name=proof.name,
    )  # fmt: skip


def _let_right_follow(change: RightChange) -> None:
    """Write what DJKI recorded on the right and its seal. Must run inside an act."""
    right = Right.objects.for_viewer(_SYSTEM).select_for_update().get(pk=change.right_id)
    if change.kind == RENEWAL:
        if right.filing and right.expires_on and change.expires_on and change.recorded_on:
            deadlines.renew(
                right.filing,
                met_on=change.filed_on or change.recorded_on,
                old_last=right.expires_on,
                new_last=change.expires_on,
            )
        right.expires_on = change.expires_on
    elif change.kind == "transfer":
        right.holder = change.value[:255] if change.is_named else ""
        # Whoever gave it away is told nothing more of it; an officer ties it to the new owner.
        right.business, right.given_away_on = None, change.recorded_on
    elif change.kind == "name" and right.holder:
        right.holder = change.value[:255]
    else:
        return
    right.save(update_fields=["expires_on", "holder", "business", "given_away_on"])
    if right.seal is not None:
        seals.refresh_checked(
            right.seal,
            _SYSTEM,
            at=clock.now(),
            facts={"holder": right.holder},
            valid_until=right.expires_on,
        )
    rights.remember(right)
