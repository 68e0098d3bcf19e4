"""The door for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

from sentraki.config.middleware import new_request_id
from serupa import fast

# Everything is imported before gunicorn makes its processes; what stays for ever is not looked
# through for garbage (a fifth of the start), and no process inherits a connection.
gc.disable()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sentraki.config.settings.local")
house = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - reading it imports every face
from sentraki.portal.wicket import Wicket  # noqa: E402 - not before the house is set up

wicket = Wicket(new_request_id)
application = wicket.around(house)
if os.environ.get("SENTRAKI_FAST_SEARCH") == "1":
    fast.enable()
connections.close_all()
gc.freeze()
gc.enable()
