"""A face of the house."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The pages of this face."""

    name = "sentraki.api"
    label = "api"
