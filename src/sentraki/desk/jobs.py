"""Background work of the faces: the demo's earlier years. Safe to repeat."""

from django_tasks import task

from sentraki.desk import demo_past


@task()
def fill_demo(name: str) -> str:
    """Bring one of the demo's sheets; returns the state its import reached."""
    return demo_past.fill(name)
