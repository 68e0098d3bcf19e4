"""What is written once and kept: entries, documents, letters, messages, seals."""

from sentraki.ledger.models.counter import Counter
from sentraki.ledger.models.document import Document
from sentraki.ledger.models.entry import Checkpoint, Entry, EntryNote, Head, Receipt
from sentraki.ledger.models.letter import Letter
from sentraki.ledger.models.message import Message
from sentraki.ledger.models.seal import Seal

__all__ = [
    "Checkpoint",
    "Counter",
    "Document",
    "Entry",
    "EntryNote",
    "Head",
    "Letter",
    "Message",
    "Receipt",
    "Seal",
]
