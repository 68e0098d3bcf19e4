"""System checks: the policy and the verbs of the whole house belong together."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.core.checks import register as register_check

from sentraki.kernel import access
from sentraki.ledger import verbs


def register() -> None:
    """Add the room's checks to ``manage.py check``."""
    register_check(verbs_and_policy_agree)


def verbs_and_policy_agree(
    app_configs: Sequence[AppConfig] | None = None, **_: Any
) -> list[CheckMessage]:
    """Every row that writes has a sentence, and every sentence a row."""
    spoken = {verb.name for verb in verbs.declared()}
    rows = set(access.rules())
    writes = {name for name in rows if name.rpartition(".")[2] not in verbs.READING}
    return [
        *(
            Error(f"policy row {name} has no sentence (verbs.declare)", id="ledger.E001")
            for name in sorted(writes - spoken)
        ),
        *(
            Error(f"verb {name} has no policy row", id="ledger.E002")
            for name in sorted(spoken - rows)
        ),
    ]
