"""The floor of figures."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Registers who may read figures and who freezes them."""

    name = "sentraki.insight"
    label = "insight"

    def ready(self) -> None:
        """Tell the ground floor who may read."""
        from sentraki.insight.policy import POLICY
        from sentraki.kernel import access
        from sentraki.ledger.verbs import declare

        access.register(POLICY)
        declare("figure.freeze", id="Angka dibekukan", en="Figures frozen")
        declare("figure.load", id="Tabel angka daerah lain dimuat", en="Regions' figures loaded")
