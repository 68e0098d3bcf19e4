"""A real office: everything secret or local comes from the environment, read only here."""

from pathlib import Path

from sentraki.config.keys import load
from sentraki.config.settings.base import *  # noqa: F403
from sentraki.config.settings.base import VAR, env

KEYS_FOLDER = Path(env.str("SENTRAKI_KEYS", default=str(VAR / "keys")))
KEYS = load(KEYS_FOLDER)
SECRET_KEY = KEYS.secret
SALT_KEY = KEYS.salts
BLIND_INDEX_KEY = KEYS.blind_index
BLOB_KEY = KEYS.blobs
SEAL_KEY = KEYS.seal
SITE_URL = env.str("SENTRAKI_SITE_URL")
ALLOWED_HOSTS = env.list("SENTRAKI_HOSTS")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = env.list("SENTRAKI_TRUSTED_PROXIES", default=[])
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SENTRAKI_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000
# An office answers for its own address only, not for its whole domain and its subdomains.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sesi"
CSRF_COOKIE_NAME = "__Host-csrf"
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
