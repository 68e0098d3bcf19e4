"""The roof as a Django app: it brings the house's own commands and nothing else."""

from django.apps import AppConfig


class ConfigApp(AppConfig):
    """Registers what concerns the whole installation."""

    name = "sentraki.config"
    label = "config"

    def ready(self) -> None:
        """Register the installation's checks and keep job reports discreet."""
        from sentraki.config import doctor, jobs

        doctor.register_all()
        jobs.listen()
