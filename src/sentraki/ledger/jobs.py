"""Background work of the ledger: each calls one service and is safe to repeat."""

from django_tasks import task

from sentraki.kernel.access import Viewer
from sentraki.ledger.services import checkpoints, documents, letters, messages, pages


@task()
def send_due() -> int:
    """Send what waits in the outbox."""
    return messages.send_due()


@task()
def finish_letters() -> int:
    """Make pages of signed letters that have none yet."""
    return pages.finish_all()


@task()
def expire_letters() -> int:
    """End letters whose last day is over."""
    return letters.expire_due(Viewer.system("calendar"))


@task()
def make_checkpoint() -> int:
    """Sign how long the log is; returns its size."""
    return checkpoints.make().size


@task()
def sweep_blobs() -> int:
    """Remove files no document points at."""
    return documents.sweep()
