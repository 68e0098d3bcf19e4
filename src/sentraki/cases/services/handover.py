"""Dossiers travel to the Kanwil in batches; both sides read one receipt."""

from collections.abc import Sequence
from typing import Any

from sentraki.cases.models import Case, Handover, HandoverItem
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.services.codes import new_batch_code
from sentraki.cases.services.decisions import unseal
from sentraki.cases.services.status import locked
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.kernel.refs import ref_of
from sentraki.ledger.acts import act
from sentraki.ledger.services import documents
from sentraki.offices.models import Office

ACKNOWLEDGED = "acknowledged"
RETURNED = "returned"
NOT_READY = "Only sealed dossiers can be handed over: %(codes)s"


def send(*, cases: Sequence[Case], from_office: Office, viewer: Viewer, key: str = "") -> Handover:
    """Hand sealed dossiers to the Kanwil above ``from_office``.

    Every case is checked on its own against the viewer's regions. Raises ``Invalid`` for an empty
    batch, a case that is not ready or already under way, or an office without a Kanwil.
    """
    if not cases:
        raise Invalid("Choose at least one file.")
    if from_office.parent is None:
        raise Invalid("This office has no Kanwil to hand over to.")
    facts = {"region_code": from_office.region_code}
    with act("handover.send", on=None, by=viewer, key=key, **facts) as deed:
        fresh = [locked(case) for case in cases]
        _must_be_ready(fresh, viewer)
        handover = Handover.objects.create(
            code=new_batch_code(),
            region_code=from_office.region_code,
            from_office=from_office,
            to_office=from_office.parent,
            sent_by_id=viewer.acting_person,
        )
        for case in fresh:
            dossier = case.dossiers.get(opened_again_at=None)
            HandoverItem.objects.create(handover=handover, case=case, dossier=dossier)
            documents.hand_to(dossier.package, handover.to_office, viewer)
        deed.about(handover)
        deed.record(items=len(fresh), to_office=handover.to_office_id)
    return handover


def _must_be_ready(cases: Sequence[Case], viewer: Viewer) -> None:
    unfit = [
        case.code
        for case in cases
        if case.status != CaseStatus.READY or not viewer.covers(case.region_code) or under_way(case)
    ]
    if unfit:
        raise Invalid(NOT_READY, codes=", ".join(unfit))


def under_way(case: Case) -> bool:
    """Whether the dossier as it is sealed now lies at the Kanwil, answered or not."""
    return case.handovers.filter(dossier__opened_again_at=None).exclude(answer=RETURNED).exists()


def answer(
    *, item: HandoverItem, viewer: Viewer, accepted: bool, reason: str = "", key: str = ""
) -> HandoverItem:
    """The Kanwil acknowledges one dossier, or returns it with a reason, which opens it again."""
    if not accepted and not reason.strip():
        raise Invalid("Say why the dossier goes back.", fields={"reason": "Give a reason."})
    handover = Handover.unscoped.get(pk=item.handover_id)
    facts: dict[str, Any] = {
        "region_code": handover.region_code,
        "to_office": handover.to_office_id,
    }
    with act("handover.answer", on=handover, by=viewer, key=key, **facts) as deed:
        fresh = HandoverItem.objects.select_for_update().get(pk=item.pk)
        if fresh.answer:
            raise MoveRefused("This dossier has been answered before.")
        if fresh.dossier.opened_again_at is not None:
            raise MoveRefused("The office has opened this dossier again; a new one will follow.")
        fresh.answer = ACKNOWLEDGED if accepted else RETURNED
        fresh.reason = reason.strip()[:300]
        fresh.answered_at = clock.now()
        fresh.answered_by_id = viewer.person_id
        fresh.save()
        if not accepted:
            unseal(locked(fresh.case), viewer, reason)
        deed.record(case=str(ref_of(fresh.case)), answer=fresh.answer)
    return fresh
