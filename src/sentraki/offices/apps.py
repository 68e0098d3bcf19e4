"""The room of offices."""

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    """Registers the room's policy rows and the reference tables it loads."""

    name = "sentraki.offices"
    label = "offices"

    def ready(self) -> None:
        """Tell the house what this room adds."""
        from sentraki.kernel import access
        from sentraki.offices import accounts, middleware  # noqa: F401
        from sentraki.offices.policy import POLICY
        from sentraki.offices.reference import register_loader
        from sentraki.offices.services import setup

        access.register(POLICY)
        register_loader("regions", setup.load_regions)
        register_loader("holidays", setup.load_holidays)
        register_loader("official-names", setup.load_official_names)
        register_loader("letter-issuers", setup.load_letter_issuers)
