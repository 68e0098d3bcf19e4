"""The room of businesses."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Registers the room's policy rows and verbs."""

    name = "sentraki.parties"
    label = "parties"

    def ready(self) -> None:
        """Tell the lower floors what this room adds."""
        from sentraki.kernel import access
        from sentraki.ledger.verbs import declare
        from sentraki.parties.policy import POLICY
        from sentraki.parties.services.import_businesses import BUSINESS_SHEETS
        from sentraki.parties.services.import_kinds import register_kind
        from sentraki.parties.services.import_members import MEMBER_SHEETS

        access.register(POLICY)
        declare("business.record", id="Data usaha dicatat", en="Business data recorded")
        declare("community.record", id="Data komunitas dicatat", en="Community data recorded")
        declare("community.enrol", id="Anggota komunitas dicatat", en="Members recorded")
        declare("permit.note", id="Nama pada izin dicatat", en="Name on a permit noted")
        declare("permit.drop", id="Catatan izin dihapus", en="Noted permit taken out")
        declare("business.join", id="Dua catatan usaha disatukan", en="Two businesses joined")
        declare("business.keep-apart", id="Dua usaha dinyatakan berbeda", en="Two kept apart")
        declare("import.preview", id="Lembar data dibaca", en="Sheet read")
        declare("import.apply", id="Lembar data dimasukkan", en="Sheet imported")
        declare("import.undo", id="Impor dibatalkan", en="Import undone")
        declare("import.export", id="Baris impor diunduh", en="Imported rows downloaded")
        register_kind(BUSINESS_SHEETS)
        register_kind(MEMBER_SHEETS)
