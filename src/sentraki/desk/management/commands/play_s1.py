"""``manage.py play_s1 --url …``: the Palembang story, played against a running server."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sentraki.desk.play.hands import Stuck
from sentraki.desk.play.story import Stage, Story
from sentraki.desk.play.visitor import Visitor
from sentraki.kernel import clock
from sentraki.offices.services.demo import demo_logins

ADDRESS = "http://127.0.0.1:8000"


class Command(BaseCommand):
    """Plays over HTTP alone; only the codes of the demo people's apps come from the database."""

    help = "Play the Palembang story against the running server and print each step."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--url``: where the server answers."""
        parser.add_argument("--url", default=ADDRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print step by step; a step that fails ends the command with status 1."""
        logins = {login.email: login for login in demo_logins()}
        if not logins:
            raise CommandError("There are no demo people. Load the demo first: manage.py load_demo")
        stage = Stage(
            hand_of=lambda _name: Visitor(options["url"]),
            code_of=present_code_of,
            password=next(iter(logins.values())).password,
            today=clock.today("WIB"),
        )
        told = 0
        try:
            for told, line in Story(stage).play():
                self.stdout.write(f"{told:>2}  {line}")
        except Stuck as stuck:
            raise CommandError(f"The story stops after step {told}: {stuck}") from stuck
        self.stdout.write("The story has been played.")


def present_code_of(email: str) -> str:
    """What the demo person's authenticator app shows now."""
    return next((login.code for login in demo_logins() if login.email == email), "")
