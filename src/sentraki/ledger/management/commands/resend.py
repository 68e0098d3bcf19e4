"""``resend [ID …]``: put parked messages back into the outbox."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sentraki.kernel.access import Viewer
from sentraki.ledger.models import Message
from sentraki.ledger.rules.delivery import MessageStatus
from sentraki.ledger.services import messages


class Command(BaseCommand):
    """Without ids: all of them."""

    help = "Try parked messages again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ids of messages."""
        parser.add_argument("ids", nargs="*", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue them again."""
        by = Viewer.system("resend")
        parked = Message.objects.for_viewer(by).filter(status=MessageStatus.PARKED)
        if options["ids"]:
            parked = parked.filter(pk__in=options["ids"])
        found = list(parked)
        for message in found:
            messages.resend(message, by)
        self.stdout.write(f"{len(found)} messages queued again")
