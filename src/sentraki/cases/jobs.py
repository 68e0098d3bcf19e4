"""Background entry points of the room."""

from django_tasks import task

from sentraki.cases.services import deadlines, ending, gazette, holds, reminders, watch


@task()
def expire_drafts() -> int:
    """Once a day: give up drafts nobody came back to."""
    return ending.expire_drafts()


@task()
def sweep_deadlines() -> int:
    """Once an hour: call missed what is over, let other people's windows lapse."""
    return deadlines.sweep()


@task()
def recount_deadlines() -> int:
    """Once a day: count open deadlines anew with the days off as they stand now."""
    return deadlines.recount()


@task()
def remind() -> int:
    """Often: remind of deadlines whose mark has come; each mark speaks once to each person."""
    return reminders.remind_due()


@task()
def remind_watch() -> int:
    """Every hour: call unanswered similar marks to mind before the last day for an objection."""
    return watch.remind()


@task()
def expire_holds() -> int:
    """Every hour: end the holds of places nobody took up in time."""
    return holds.expire_holds()


@task()
def offer_on() -> int:
    """Every hour, after the holds: offer free places to the next in line."""
    return holds.offer_on()


@task()
def read_gazette(public_id: str) -> str:
    """Read a received gazette to its end; answers its state."""
    return gazette.read_to_the_end(public_id).state
