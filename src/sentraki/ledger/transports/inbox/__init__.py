"""The page a person opens anyway: the row itself is the message."""

from sentraki.kernel.refs import ref_of
from sentraki.ledger.messages import Texts
from sentraki.ledger.transports import Undeliverable


class InboxTransport:
    """Shows the message on the page of the thing whose ref is the address."""

    slug = "inbox"

    def deliver(self, *, address: str, name: str, texts: Texts, message_id: str) -> None:
        """Nothing to hand over: from now on the row counts as delivered."""
        try:
            ref_of(address)
        except ValueError as error:
            raise Undeliverable("address") from error
