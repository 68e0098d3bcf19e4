"""The questions of "Which right fits?" in words."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sentraki.cases.rules.fitting import ANSWERS
from sentraki.offices.models import Office

Text = str | Promise
ELSEWHERE = "elsewhere"

QUESTIONS: Mapping[str, Text] = {
    "what": _("What do you want to protect?"),
    "whose": _("Is it your own, or shared by a community?"),
    "members": _("Will several members use the same name?"),
    "maker": _("Who made it: you, an employee, or someone else?"),
    "shown": _("Has it been shown, sold or posted? When first?"),
    "place": _("Is its quality special because of where it comes from?"),
    "scale": _("Is your business micro or small, and does it have an NIB?"),
    "where": _("In which regency or city is your business?"),
}
HINTS: Mapping[str, Text] = {
    "whose": _("Shared: handed down, or used by many people of a village, a people or a group."),
    "members": _("For example a cooperative, a group of makers, or a village enterprise."),
    "shown": _("On a stall, in a shop, on social media or in a marketplace."),
    "place": _("Soil, climate, or skill found only there give it its quality."),
    "scale": _("Micro or small: yearly sales up to Rp15 billion (PP 7/2021, check again)."),
}
WORDS: Mapping[str, Mapping[str, Text]] = {
    "what": {
        "name": _("A trade name or logo"),
        "picture": _("A picture, motif, text or song"),
        "shape": _("The shape of a product"),
        "method": _("A new tool or method"),
        "heritage": _("Shared heritage"),
        "origin": _("A product name tied to a place"),
        "unsure": _("I am not sure yet"),
    },
    "whose": {"own": _("My own"), "shared": _("Shared by a community")},
    "members": {"yes": pgettext_lazy("answer", "Yes"), "no": pgettext_lazy("answer", "No")},
    "maker": {
        "me": _("I made it myself"),
        "employee": _("An employee of mine"),
        "other": _("Someone else, for example a designer"),
    },
    "shown": {
        "no": _("Not yet"),
        "recent": _("Yes, within the last six months"),
        "long": _("Yes, longer ago"),
    },
    "place": {"yes": pgettext_lazy("answer", "Yes"), "no": pgettext_lazy("answer", "No")},
    "scale": {
        "nib": _("Micro or small, with an NIB"),
        "no_nib": _("Micro or small, no NIB yet"),
        "larger": _("Larger than small"),
    },
}


def choices_of(question: str, offices: Sequence[Office]) -> list[tuple[str, Text]]:
    """The answers to a question as (value, words); places are the offices people can apply to."""
    if question == "where":
        places: list[tuple[str, Text]] = [(o.slug, o.region.name) for o in offices]
        return [*places, (ELSEWHERE, _("Somewhere else"))]
    return [(answer, WORDS[question][answer]) for answer in ANSWERS[question]]
