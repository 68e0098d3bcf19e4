"""The room of looks."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, components, sheets and small scripts; no models, no facts."""

    name = "sentraki.ui"
    label = "ui"
