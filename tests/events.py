"""Makes events for tests, as ``tests.factories`` makes everything else."""

from datetime import timedelta
from typing import Any

from tests import factories as make

from sentraki.events.models import Event
from sentraki.kernel import clock
from sentraki.offices.models import Office


def make_event(*, office: Office | None = None, **more: Any) -> Event:
    """An announced talkshow of tomorrow with 100 seats."""
    office = office or make.make_office()
    begins = clock.now() + timedelta(days=1)
    values: dict[str, Any] = {
        "kind": "talkshow", "title": "Temu merek uji", "place": "Gedung Uji",
        "starts_at": begins, "ends_at": begins + timedelta(hours=4), "capacity": 100,
        "is_announced": True,
    }  # fmt: skip
    return Event.objects.create(office=office, region_code=office.region_code, **(values | more))
