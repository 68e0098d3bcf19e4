"""The room of screening."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Registers the room's policy rows, verbs and reference loader."""

    name = "sentraki.screening"
    label = "screening"

    def ready(self) -> None:
        """Tell the lower floors what this room adds."""
        from sentraki.kernel import access, doctor
        from sentraki.ledger.verbs import declare
        from sentraki.offices.reference import register_loader
        from sentraki.screening.galleries import load_demo_labels
        from sentraki.screening.policy import POLICY
        from sentraki.screening.registers import check_indexes, load_demo_register

        access.register(POLICY)
        declare("screening.freeze", id="Penelusuran dibekukan", en="Screening frozen")
        declare("corpus.load", id="Daftar merek dimuat", en="Register of marks loaded")
        declare("corpus.drop", id="Daftar merek dilepas", en="Register of marks dropped")
        declare("corpus.load-labels", id="Label merek dimuat", en="Labels of marks loaded")
        declare("corpus.drop-labels", id="Label merek dilepas", en="Labels of marks dropped")
        declare("gazette.receive", id="Berita Resmi Merek diterima", en="Gazette received")
        declare("gazette.keep", id="Berita Resmi Merek dibaca", en="Gazette read")
        declare("gazette.take-back", id="Berita Resmi Merek ditarik", en="Gazette taken back")
        declare("gazette.refuse", id="Berita Resmi Merek ditolak", en="Gazette refused")
        register_loader("screening", load_demo_register)
        register_loader("screening.labels", load_demo_labels)
        doctor.register("screening.registers", check_indexes)
