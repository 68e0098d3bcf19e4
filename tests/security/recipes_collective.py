"""Recipes of communities, their rules of use, and their collective marks."""

from typing import Any

from tests.security.recipe import Recipe

from sentraki.kernel import clock


def _of_community(get: str = "", post: str = "", *sees: str) -> Recipe:
    return Recipe(
        get,
        post,
        lambda s: {"public_id": s.community.public_id},
        lambda s: {"region_code": s.region},
        sees=sees,
    )


def _rules(get: str = "", post: str = "", status: str = "draft", **more: Any) -> Recipe:
    return Recipe(
        get,
        post,
        lambda s: {"public_id": s.rules(status).public_id, **more},
        lambda s: {"region_code": s.region},
        sees=("usage-rules.view",),
    )


def _collective(get: str = "", post: str = "", **more: Any) -> Recipe:
    return Recipe(
        get,
        post,
        lambda s: {"public_id": s.collective().public_id, **more},
        lambda s: {"region_code": s.region},
        sees=("mark-member.view",),
    )


def _use(get: str = "", post: str = "") -> Recipe:
    return Recipe(
        get,
        post,
        lambda s: {"public_id": s.use().public_id},
        lambda s: {"region_code": s.region},
        sees=("mark-member.view",),
    )


OWNED_TOGETHER = {
    "desk:communities": Recipe("community.list"),
    "desk:community-new": Recipe(
        "community.record", "community.record", facts=lambda s: {"region_code": s.region}
    ),
    "desk:community": _of_community("community.view"),
    "desk:community-edit": _of_community("community.record", "community.record"),
    "desk:community-members": _of_community("community.view", "community.enrol"),
    "desk:community-mark": _of_community("case.submit", "case.submit", "community.view"),
    "desk:rules-start": _of_community("", "usage-rules.write"),
    "desk:rules": _rules("usage-rules.view", "usage-rules.freeze"),
    "desk:rules-step": _rules("usage-rules.write", "usage-rules.write", step="quality"),
    "desk:rules-sign": _rules("usage-rules.sign", "usage-rules.sign"),
    "desk:rules-drop": _rules("", "usage-rules.drop"),
    "desk:rules-recorded": _rules("usage-rules.recorded", "usage-rules.recorded", "signed"),
    "desk:rules-paper": _rules("usage-rules.view", form="docx"),
    "desk:mark-members": _collective("mark-member.view", "mark-member.propose"),
    "desk:mark-members-move": _collective("", "mark-member.move-several"),
    "desk:right-transfer": _collective("right.transfer", "right.transfer"),
    "desk:mark-report": _collective("mark-member.view", year=clock.today().year),
    "desk:mark-member": _use("mark-member.view", "mark-member.move"),
    "desk:mark-member-visit": _use("", "quality-visit.record"),
    "desk:mark-member-seal": _use("mark-member.view"),
    "desk:mark-member-photo": Recipe(
        "mark-member.view",
        arguments=lambda s: {"public_id": s.use().public_id, "document": s.photo().public_id},
        facts=lambda s: {
            "region_code": s.region,
            "about": s.photo().on_ref,
            "secrecy": s.photo().secrecy,
            "handed_to": None,
        },
        sees=("mark-member.view", "document.read"),
    ),
}
