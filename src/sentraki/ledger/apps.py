"""The room of the ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers the room's policy, verbs, messages and checks."""

    name = "sentraki.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Tell the house what this room adds."""
        from sentraki.kernel import access
        from sentraki.ledger import checks, declarations
        from sentraki.ledger.policy import POLICY

        access.register(POLICY)
        declarations.declare_verbs()
        declarations.declare_messages()
        declarations.declare_channels()
        declarations.declare_doctor_checks()
        checks.register()
