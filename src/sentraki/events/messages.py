"""What is told about events."""

from sentraki.ledger import messages


def register() -> None:
    """Declare the kinds with the ledger."""
    messages.register("event-invited", "title", "day", "hour", "place", "office", "page")
