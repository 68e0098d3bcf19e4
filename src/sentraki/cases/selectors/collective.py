"""Reads about collective marks: readiness, rules of use, members."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from sentraki.cases.models import Case, MarkMember, Right, UsageRules
from sentraki.cases.rules import Problem
from sentraki.cases.rules.usage import Chapter
from sentraki.cases.rules.usage_flow import RulesStatus
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.parties.models import Community
from sentraki.parties.rules.communities import Lack, lacks
from sentraki.parties.selectors.communities import standing_of

COLLECTIVE = "collective_mark"


@cache
def chapters() -> tuple[Chapter, ...]:
    """The chapters of rules of use in order (``data/collective_rules.csv``)."""
    return tuple(
        Chapter(
            code=row["code"],
            step=row["step"],
            is_required=row["required"] == "yes",
            label_id=row["label_id"],
            label_en=row["label_en"],
            hint_id=row["hint_id"],
            hint_en=row["hint_en"],
            starter=row["starter_id"],
            basis=row["basis"],
            notice=row["notice"],
        )
        for row in _table("collective_rules.csv")
    )


@cache
def quality_points(lang: str) -> Mapping[str, str]:
    """The points of a quality visit: code → words in ``lang``."""
    label = "label_en" if lang.startswith("en") else "label_id"
    return {row["code"]: row[label] for row in _table("quality_points.csv")}


def _table(name: str) -> list[dict[str, str]]:
    with (Path(settings.DATA) / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def rules_in_force(community: Community) -> UsageRules | None:
    """The version the board signed last; the caller has reached the community under a scope."""
    return community.usage_rules.filter(status=RulesStatus.SIGNED).first()


def rules_in_work(community: Community) -> UsageRules | None:
    """The version being written or waiting for signatures."""
    return community.usage_rules.filter(status__in=(RulesStatus.DRAFT, RulesStatus.FROZEN)).first()


def lacks_of(community: Community) -> list[Lack]:
    """What keeps the community from filing a collective mark today, in order. Four queries."""
    is_signed = community.usage_rules.filter(status=RulesStatus.SIGNED).exists()
    standing = standing_of(community, rules_are_signed=is_signed)
    return lacks(standing, clock.today(community.office.zone))


def community_problems(case: Case) -> list[Problem]:
    """What keeps a collective mark's dossier from being sealed on its community's side."""
    if case.community is None:
        return []
    return [
        Problem(f"community_{lack.code}", "community", lack.message)
        for lack in lacks_of(case.community)
    ]


def rules_of(viewer: Viewer) -> QuerySet[UsageRules]:
    """Versions of rules of use in the viewer's regions."""
    return UsageRules.objects.for_viewer(viewer).select_related("community__office", "page", "copy")


def uses_of(viewer: Viewer, right: Right) -> QuerySet[MarkMember]:
    """The members of a collective mark by name, with member, seal and accepted rules."""
    rows = MarkMember.objects.for_viewer(viewer).filter(right=right)
    return rows.select_related("member", "seal", "rules", "right__office", "right__community")
