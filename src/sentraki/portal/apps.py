"""A face of the house."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The pages of this face."""

    name = "sentraki.portal"
    label = "portal"
