"""A face of the house."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The pages of this face."""

    name = "sentraki.desk"
    label = "desk"
