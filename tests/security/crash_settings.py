"""The settings of one machine, with the named crash points awake; static files as they lie."""

from sentraki.config.settings.local import *  # noqa: F403

CRASH_POINTS_ENABLED = True
LOOKUPS_PER_HOUR = SCREENING_PER_HOUR = 100_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
