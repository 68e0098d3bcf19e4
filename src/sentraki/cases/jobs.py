"""Background entry points of the room."""

from django_tasks import task

from sentraki.cases.services import ending


@task()
def expire_drafts() -> int:
    """Once a day: give up drafts nobody came back to."""
    return ending.expire_drafts()
