"""What every template may use: ``office``, ``viewer``, ``own_office`` and ``role_name``."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sentraki.kernel.access import Viewer
from sentraki.offices import selectors
from sentraki.offices.words import role_name


def public_office(request: HttpRequest) -> dict[str, Any]:
    """``office`` of the public pages, the ``viewer``, and where and as what an officer works.

    On a request that never reached the viewer's middleware they are empty.
    """
    viewer = getattr(request, "viewer", Viewer.public())
    return {
        "office": getattr(request, "office", None),
        "viewer": viewer,
        "own_office": SimpleLazyObject(lambda: selectors.own_office(viewer)),
        "role_name": SimpleLazyObject(lambda: role_name(viewer.role) if viewer.is_officer else ""),
    }
