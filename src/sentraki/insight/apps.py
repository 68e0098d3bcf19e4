"""The floor of figures."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Reads only; registers nothing."""

    name = "sentraki.insight"
    label = "insight"
