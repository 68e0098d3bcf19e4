"""Signed statements of how long the log is; copies are kept by a second office."""

from urllib.parse import urlsplit

from django.conf import settings

from sentraki.kernel import clock
from sentraki.kernel.merkle import Frontier
from sentraki.kernel.seals import public_key_of, sign
from sentraki.ledger.acts import writers_wait
from sentraki.ledger.models import Checkpoint, Head
from sentraki.ledger.rules import notes


def make() -> Checkpoint:
    """The checkpoint of the present log; the same row as before when nothing was added."""
    with writers_wait():
        head = Head.objects.get(pk=Head.ROW)
        known = Checkpoint.objects.filter(size=head.size).first()
        if known is not None:
            return known
        root = Frontier.from_bytes(bytes(head.frontier)).root()
        text = notes.write(
            notes.Checkpoint(origin(), head.size, root),
            public_key=public_key_of(settings.SEAL_KEY),
            sign=lambda body: sign(body, settings.SEAL_KEY),
        )
        return Checkpoint.objects.create(size=head.size, root=root, at=clock.now(), text=text)


def origin() -> str:
    """The log's name in checkpoints: host of the site and ``/ledger``."""
    return f"{urlsplit(settings.SITE_URL).netloc}/ledger"
