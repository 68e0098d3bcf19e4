"""The floor of figures."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Registers who may read figures; writes nothing."""

    name = "sentraki.insight"
    label = "insight"

    def ready(self) -> None:
        """Tell the ground floor who may read."""
        from sentraki.insight.policy import POLICY
        from sentraki.kernel import access

        access.register(POLICY)
