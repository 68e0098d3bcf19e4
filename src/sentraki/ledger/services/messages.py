"""Sending what the outbox holds."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.crashpoints import reach
from sentraki.kernel.errors import Denied, MoveRefused
from sentraki.ledger import messages, transports
from sentraki.ledger.acts import act
from sentraki.ledger.models import Message
from sentraki.ledger.rules.delivery import LEASE, MAX_TRIES, MessageStatus, wait_after

_LOG = logging.getLogger(__name__)
_POST = Viewer.system("outbox")
_BATCH = 100
_NOT_PARKED = gettext_noop("Only a message that was laid aside is sent again.")
_HIDDEN = gettext_noop("There is no such message, or it is not for you.")


def send_due(limit: int = _BATCH) -> int:
    """Try every message that is due, at most ``limit``; returns how many got through.

    Safe with several workers: a message is leased before it is tried, and a worker whose lease
    ran out notes nothing. After five failures a message is parked and waits for :func:`resend`.
    """
    sent = 0
    for _ in range(limit):
        message = _lease()
        if message is None:
            break
        sent += _try(message)
    return sent


def resend(message: Message, by: Viewer, *, key: str = "") -> Message:
    """Put a parked message back into the outbox with five new tries."""
    with act("message.resend", on=message, by=by, key=key, about=message.on_ref) as deed:
        locked = Message.objects.for_viewer(by).select_for_update().filter(pk=message.pk).first()
        if locked is None:
            raise Denied(_HIDDEN, hidden=True)
        if locked.status != MessageStatus.PARKED:
            raise MoveRefused(_NOT_PARKED)
        set_status(locked, MessageStatus.QUEUED, tries_left=MAX_TRIES, next_try_at=deed.at)
        deed.record(about=locked.on_ref, slug=locked.slug)
        locked.refresh_from_db()
    return locked


def _lease() -> Message | None:
    now = clock.now()
    with transaction.atomic():
        due = Message.objects.for_viewer(_POST).filter(
            status=MessageStatus.QUEUED, next_try_at__lte=now
        )
        message = due.order_by("next_try_at", "id").select_for_update(skip_locked=True).first()
        if message is None:
            return None
        message.attempts += 1
        message.next_try_at = now + LEASE
        message.save(update_fields=["attempts", "next_try_at"])
    return message


def _try(message: Message) -> int:
    to = message.recipient
    try:
        texts = messages.write(message.slug, message.fields, lang=to["lang"])
        transports.by_channel(message.channel).deliver(
            address=to["address"], name=to["name"], texts=texts, message_id=message.dedupe[:32]
        )
    except transports.Undeliverable as failure:
        _failed(message, failure.reason)
        return 0
    except Exception as failure:
        # A text or a row that cannot be sent must not keep the others waiting.
        _LOG.exception("message %s (%s) could not be written", message.pk, message.slug)
        _failed(message, type(failure).__name__)
        return 0
    reach("message.send:handed-over")
    return set_status(message, MessageStatus.SENT, sent_at=clock.now(), last_error="")


def _failed(message: Message, reason: str) -> None:
    left = message.tries_left - 1
    wait = wait_after(MAX_TRIES - left)
    _LOG.warning("message %s: %s, %s tries left", message.pk, reason, left)
    set_status(
        message,
        MessageStatus.PARKED if wait is None else MessageStatus.QUEUED,
        tries_left=left,
        next_try_at=clock.now() + (wait or timedelta()),
        last_error=reason[:80],
    )


def set_status(message: Message, status: MessageStatus, **values: object) -> int:
    """The one writer of a message's status; 0 when another worker has taken over since."""
    with transaction.atomic():
        mine = Message.objects.for_viewer(_POST).exclude(status=MessageStatus.SENT)
        locked = mine.filter(pk=message.pk, attempts=message.attempts).select_for_update().first()
        if locked is None:
            return 0
        locked.status = status
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save(update_fields=["status", *values])
    return 1
