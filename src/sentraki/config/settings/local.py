"""One machine, no environment: keys are made on the first start and kept in the data folder."""

from sentraki.config.keys import load_or_make
from sentraki.config.settings.base import *  # noqa: F403
from sentraki.config.settings.base import ALLOWED_HOSTS, VAR, env

KEYS_FOLDER = VAR / "keys"
KEYS = load_or_make(KEYS_FOLDER)
SECRET_KEY = KEYS.secret
SALT_KEY = KEYS.salts
BLIND_INDEX_KEY = KEYS.blind_index
BLOB_KEY = KEYS.blobs
SEAL_KEY = KEYS.seal
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
ALLOWED_HOSTS = [*ALLOWED_HOSTS, *env.list("SENTRAKI_HOSTS", default=[])]
