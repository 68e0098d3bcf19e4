"""The names of acts and the sentence each is shown with; rooms declare theirs in ``apps.ready``."""

import re
from dataclasses import dataclass

_SHAPE = re.compile(r"^[a-z_-]+(\.[a-z-]+)+$")
#: Last words of policy rows that change no fact: they look, or keep a choice in a cookie.
READING = frozenset({"view", "list", "search", "read", "export", "see", "choose", "enter", "own"})


@dataclass(frozen=True)
class Verb:
    """One act: ``sentence_id`` and ``sentence_en`` say what happened, without naming anybody."""

    name: str
    sentence_id: str
    sentence_en: str

    def sentence(self, lang: str) -> str:
        """The sentence in ``lang`` (``id`` unless ``en``)."""
        return self.sentence_en if lang.startswith("en") else self.sentence_id


class UndeclaredVerb(RuntimeError):
    """A verb was used that no room has declared: a mistake in the program."""


_VERBS: dict[str, Verb] = {}


def declare(name: str, *, id: str, en: str) -> None:
    """Declare ``room-noun.verb`` with its sentences; another meaning raises ``ValueError``."""
    if not _SHAPE.match(name) or not id or not en:
        raise ValueError(f"not a verb with two sentences: {name!r}")
    verb = Verb(name, id, en)
    if _VERBS.setdefault(name, verb) != verb:
        raise ValueError(f"{name} is declared twice")


def get(name: str) -> Verb:
    """The declared verb; raises :class:`UndeclaredVerb`."""
    try:
        return _VERBS[name]
    except KeyError:
        raise UndeclaredVerb(f"{name} is not declared in any room's apps.py") from None


def known_or_bare(name: str) -> Verb:
    """The declared verb, or for one that was given up since, its bare name as the sentence."""
    return _VERBS.get(name) or Verb(name, name, name)


def declared() -> list[Verb]:
    """Every declared verb by name."""
    return [_VERBS[name] for name in sorted(_VERBS)]
