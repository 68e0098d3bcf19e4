"""The suite: throw-away keys and folders, jobs at once, SQLite unless DATABASE_URL is set."""

import os
import tempfile
from pathlib import Path

if "SENTRAKI_VAR" not in os.environ:
    os.environ["SENTRAKI_VAR"] = tempfile.mkdtemp(prefix="sentraki-test-")

from sentraki.config.keys import load_or_make
from sentraki.config.settings.base import *  # noqa: F403
from sentraki.config.settings.base import DATABASES, VAR

KEYS_FOLDER = Path(VAR) / "keys"
KEYS = load_or_make(KEYS_FOLDER)
SECRET_KEY = KEYS.secret
SALT_KEY = KEYS.salts
BLIND_INDEX_KEY = KEYS.blind_index
BLOB_KEY = KEYS.blobs
SEAL_KEY = KEYS.seal
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR) / "test.sqlite3")}
SCREENING_PER_HOUR = 100_000
LOOKUPS_PER_HOUR = 100_000
QUEUE_BURST = 100_000
QUEUE_PER_MINUTE = 100_000
QUEUE_FORM_BURST = QUEUE_FORM_PER_MINUTE = 100_000
QUEUE_MEMORY_SECONDS = 0
# Static files come from where they lie; nothing is collected for the suite.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
