"""The pages of the years after filing: gazette, watch, deadlines, answers, second tries."""

from typing import Any

from tests.security.recipe import Arguments, Recipe, about_case, case_facts
from tests.security.world import Side


def _deadline(get: str = "", post: str = "") -> Recipe:
    return Recipe(
        get,
        post,
        lambda side: {"public_id": side.deadline().public_id},
        lambda side: case_facts(side, "registered"),
        sees=("deadline.view",),
    )


def _hit(get: str = "", post: str = "", **more: Any) -> Recipe:
    return Recipe(
        get,
        post,
        lambda side: {"public_id": side.hit().public_id, **more},
        lambda side: {"region_code": side.region},
        sees=("watch.view",),
    )


def _gazette(*doors: str, facts: Arguments | None = None) -> Recipe:
    return Recipe(*doors, arguments=lambda s: {"public_id": s.gazette().public_id}, facts=facts)


def _reply(get: str = "", post: str = "", **more: Any) -> Recipe:
    def arguments(side: Side) -> dict[str, Any]:
        made = {name: value(side) if callable(value) else value for name, value in more.items()}
        return {"public_id": side.reply().public_id, **made}

    return Recipe(get, post, arguments, lambda s: case_facts(s, "filed"), sees=("reply.view",))


AFTER_FILING = {
    "desk:case-replace": about_case("filed", "case.replace", "case.replace", sees=("case.list",)),
    "desk:reply-new": Recipe(
        "reply.begin",
        "reply.begin",
        lambda s: {"pk": s.filing("filed").pk},
        lambda s: case_facts(s, "filed"),
    ),
    "desk:reply": _reply("reply.view"),
    "desk:reply-add": _reply(post="reply.arrange"),
    "desk:reply-finish": _reply(post="reply.finish"),
    "desk:reply-point": _reply("reply.view", "reply.answer", pk=lambda s: s.point().pk),
    "desk:reply-arrange": _reply(post="reply.arrange", pk=lambda s: s.point().pk),
    "desk:reply-paper": _reply("reply.view", form="pdf"),
    "desk:filings-sheet": Recipe("filing.export", arguments=lambda s: {"form": "csv"}),
    "desk:renewals": Recipe("right.list"),
    "desk:renewals-sheet": Recipe("right.list", arguments=lambda s: {"form": "csv"}),
    "desk:gazettes": Recipe("gazette.list"),
    "desk:gazette-new": Recipe("gazette.receive", "gazette.receive"),
    "desk:gazette": _gazette("gazette.list"),
    "desk:gazette-take-back": _gazette(
        *["gazette.take-back"] * 2, facts=lambda s: {"started_by": s.gazette().started_by}
    ),
    "desk:gazette-label": Recipe(
        "gazette.list", arguments=lambda s: {"number": s.hit().entry.number}
    ),
    "desk:watches": Recipe("watch.list"),
    "desk:watch": _hit("watch.view"),
    "desk:watch-answer": _hit(post="watch.answer"),
    "desk:watch-draft": _hit(post="watch.draft"),
    "desk:watch-paper": _hit("watch.view", form="pdf"),
    "desk:deadlines": Recipe("deadline.list"),
    "desk:deadline": _deadline("deadline.view"),
    "desk:deadline-meet": _deadline(post="deadline.meet"),
    "desk:deadline-withdraw": _deadline(post="deadline.withdraw"),
    "desk:deadline-decide": _deadline(post="deadline.decide"),
}
