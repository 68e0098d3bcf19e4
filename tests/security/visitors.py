"""Everybody who may knock at a door: a browser, and the viewer the house should take it for."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.test import Client
from tests import factories as make
from tests.security.world import World

from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.refs import ref_of


@dataclass
class Visitor:
    """One browser; ``ask`` leaves no trace in the database and none in the browser."""

    name: str
    viewer: Viewer
    client: Client

    def __post_init__(self) -> None:
        self._cookies = self.client.cookies.output(header="", sep=";")
        self.client.raise_request_exception = False

    def ask(self, method: str, path: str, data: Mapping[str, Any] | None = None) -> Any:
        """The answer to one request; everything it did is taken back."""
        self.client.cookies = SimpleCookie(self._cookies)
        with transaction.atomic():
            send = getattr(self.client, method.lower())
            answer = send(path, data or {}) if method == "POST" else send(path)
            if getattr(answer, "streaming", False):
                answer.content = b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        return answer


def visitors(world: World) -> list[Visitor]:
    """One of each kind. All belong to the region ``world.here`` unless the name says otherwise."""
    here, there = world.here, world.there
    found = [
        Visitor("public", Viewer.public(), Client()),
        _applicant("applicant-own", here.applicant()),
        _applicant("applicant-there", there.applicant()),
        _applicant("applicant-other", make.applicant_of(here.bystander)),
    ]
    for role in here.people:
        found.append(_officer(str(role), here.people[role], here.viewer(role)))
    found.append(_officer("kanwil-there", there.people[Role.KANWIL], there.viewer(Role.KANWIL)))
    chief = make.viewer(Role.ADMIN, here.kanwil, person=here.kanwil_admin)
    found.append(_officer("kanwil-admin", here.kanwil_admin, chief))
    bare = here.viewer(Role.VERIFIER, second_factor=False)
    client = make.log_in(Client(), here.people[Role.VERIFIER], second_factor=False)
    found.append(Visitor("verifier-without-second-factor", bare, client))
    idle = make.make_person(name="Tanpa Peran")
    nobody = Viewer(Role.PUBLIC, idle.name, person_id=idle.pk)
    found.append(Visitor("person-without-a-role", nobody, make.log_in(Client(), idle)))
    return found


def _applicant(name: str, viewer: Viewer) -> Visitor:
    return Visitor(name, viewer, make.applicant_client(*(str(ref_of(r)) for r in viewer.grants)))


def _officer(name: str, person: Any, viewer: Viewer) -> Visitor:
    return Visitor(name, viewer, make.log_in(Client(), person))
