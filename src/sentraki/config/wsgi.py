"""The door for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sentraki.config.settings.local")
application = get_wsgi_application()
# Everything is imported before gunicorn makes its processes, and none inherits a connection.
get_resolver().url_patterns  # noqa: B018 - reading it imports every face
connections.close_all()
