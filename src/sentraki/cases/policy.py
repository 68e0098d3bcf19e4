"""Who may do what along the chain case → place → letter → dossier → filing → right."""

from sentraki.kernel.access import Facts, Role, Rule, Viewer, row

DESK = (Role.INTAKE, Role.VERIFIER, Role.SIGNATORY, Role.ADMIN)
WRITERS = (Role.INTAKE, Role.VERIFIER, Role.KANWIL)
EVERYBODY = (Role.PUBLIC, Role.APPLICANT, *DESK, Role.KANWIL, Role.AUDITOR)
OTHER_REGION = "This belongs to another region."
NOT_YOURS = "This page is for the person who applied."
TWO_PEOPLE = "Whoever asked for it does not decide it: a second person does."


def in_region(viewer: Viewer, facts: Facts) -> bool:
    """The thing lies in one of the viewer's regions; the program itself works everywhere."""
    return viewer.role is Role.SYSTEM or viewer.covers(str(facts.get("region_code", "")))


def own(viewer: Viewer, facts: Facts) -> bool:
    """The applicant has shown a right to this very case."""
    return str(facts.get("about", "")) in viewer.grants


def own_or_in_region(viewer: Viewer, facts: Facts) -> bool:
    """An applicant acts on a granted case, an officer on the own region."""
    return own(viewer, facts) if viewer.role is Role.APPLICANT else in_region(viewer, facts)


def second_person(viewer: Viewer, facts: Facts) -> bool:
    """An officer of the region who has not had a hand in the matter."""
    person = f"offices.person:{viewer.person_id}"
    return in_region(viewer, facts) and person not in facts.get("hands", ())


def handed_to_me(viewer: Viewer, facts: Facts) -> bool:
    """The batch was sent to the viewer's own office."""
    return viewer.office_id is not None and facts.get("to_office") == viewer.office_id


def with_me(viewer: Viewer, facts: Facts) -> bool:
    """A local officer in the own region; a Kanwil's officer only for a batch sent to it."""
    if viewer.role is Role.KANWIL:
        return handed_to_me(viewer, facts)
    return in_region(viewer, facts)


def _region_row(action: str, *roles: Role) -> Rule:
    return row(action, *roles, reason=OTHER_REGION, when=in_region)


POLICY: tuple[Rule, ...] = (
    row("today.view", *DESK, Role.KANWIL, Role.AUDITOR),
    row("case.enter", *EVERYBODY),
    row("identity.enter", *EVERYBODY),
    row("identity.read", Role.AGENCY, reason=OTHER_REGION, when=in_region),
    row("case.own", Role.APPLICANT, reason=NOT_YOURS, when=own),
    row("case.start", *EVERYBODY),
    row(
        "case.answer", Role.APPLICANT, Role.INTAKE, Role.VERIFIER,
        reason=OTHER_REGION, when=own_or_in_region,
    ),
    row(
        "case.add-paper", Role.APPLICANT, Role.INTAKE, Role.VERIFIER,
        reason=OTHER_REGION, when=own_or_in_region,
    ),
    row(
        "case.submit", Role.APPLICANT, Role.INTAKE, Role.VERIFIER,
        reason=OTHER_REGION, when=own_or_in_region,
    ),
    _region_row("case.import", Role.VERIFIER, Role.ADMIN),
    _region_row("case.undo-import", Role.VERIFIER, Role.ADMIN),
    row("case.list", *DESK, Role.AUDITOR),
    _region_row("case.export", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    row(
        "case.view", Role.APPLICANT, *DESK, Role.AUDITOR,
        reason=OTHER_REGION, when=own_or_in_region,
    ),
    row(
        "case.withdraw", Role.APPLICANT, Role.VERIFIER,
        reason=OTHER_REGION, when=own_or_in_region,
    ),
    row("case.expire", Role.SYSTEM),
    row("watch.list", *DESK, Role.AUDITOR),
    _region_row("watch.view", *DESK, Role.AUDITOR),
    _region_row("watch.answer", Role.INTAKE, Role.VERIFIER),
    _region_row("watch.draft", Role.INTAKE, Role.VERIFIER),
    row("watch.see", *EVERYBODY),
    row("watch.find", Role.SYSTEM),
    row("watch.tell", Role.SYSTEM),
    row("watch.remind", Role.SYSTEM),
    _region_row("case.judge-paper", Role.INTAKE, Role.VERIFIER),
    _region_row("case.check-pdki", Role.INTAKE, Role.VERIFIER),
    _region_row("case.return", Role.VERIFIER),
    _region_row("case.accept", Role.VERIFIER),
    _region_row("case.waitlist", Role.VERIFIER, Role.SYSTEM),
    _region_row("case.decline", Role.VERIFIER),
    _region_row("case.seal-dossier", Role.INTAKE, Role.VERIFIER),
    _region_row("case.reopen", Role.VERIFIER),
    _region_row("case.replace", Role.INTAKE, Role.VERIFIER),
    _region_row("case.close", Role.VERIFIER),
    row(
        "dossier.read", Role.INTAKE, Role.VERIFIER, Role.SIGNATORY, Role.ADMIN, Role.KANWIL,
        reason=OTHER_REGION, when=with_me,
    ),
    row(
        "case.show-identity", Role.INTAKE, Role.VERIFIER, Role.KANWIL,
        reason=OTHER_REGION, when=with_me,
    ),
    _region_row("handover.send", Role.VERIFIER, Role.ADMIN),
    row("handover.list", Role.INTAKE, Role.VERIFIER, Role.ADMIN, Role.KANWIL),
    row(
        "handover.view", Role.INTAKE, Role.VERIFIER, Role.ADMIN, Role.KANWIL,
        reason=OTHER_REGION, when=with_me,
    ),
    row("handover.answer", Role.KANWIL, reason=OTHER_REGION, when=handed_to_me),
    row("filing.file", Role.VERIFIER, Role.KANWIL, reason=OTHER_REGION, when=with_me),
    row("filing.record-event", Role.VERIFIER, Role.KANWIL, reason=OTHER_REGION, when=with_me),
    row("filing.list", *DESK, Role.KANWIL, Role.AUDITOR),
    row("filing.view", *DESK, Role.KANWIL, Role.AUDITOR, reason=OTHER_REGION, when=with_me),
    row("filing.look-up", Role.VERIFIER, Role.KANWIL, reason=OTHER_REGION, when=with_me),
    row("filing.export", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    row("reply.view", *DESK, Role.KANWIL, Role.AUDITOR, reason=OTHER_REGION, when=with_me),
    row("reply.begin", *WRITERS, reason=OTHER_REGION, when=with_me),
    row("reply.arrange", *WRITERS, reason=OTHER_REGION, when=with_me),
    row("reply.answer", *WRITERS, reason=OTHER_REGION, when=with_me),
    row("reply.finish", Role.VERIFIER, Role.KANWIL, reason=OTHER_REGION, when=with_me),
    row("deadline.list", *DESK, Role.KANWIL, Role.AUDITOR),
    row("deadline.view", *DESK, Role.KANWIL, Role.AUDITOR, reason=OTHER_REGION, when=with_me),
    row("deadline.meet", Role.VERIFIER, Role.KANWIL, reason=OTHER_REGION, when=with_me),
    row("deadline.withdraw", Role.VERIFIER, Role.KANWIL, reason=OTHER_REGION, when=with_me),
    row("deadline.decide", Role.VERIFIER, Role.KANWIL, reason=OTHER_REGION, when=with_me),
    row("deadline.miss", Role.SYSTEM),
    row("deadline.lapse", Role.SYSTEM),
    row("deadline.move", Role.SYSTEM),
    row("deadline.remind", Role.SYSTEM),
    row("case.remind", Role.SYSTEM),
    _region_row("right.import", Role.VERIFIER, Role.ADMIN, Role.SYSTEM),
    _region_row("right.undo-import", Role.VERIFIER, Role.ADMIN),
    row("right.list", *DESK, Role.KANWIL, Role.AUDITOR),
    _region_row("right.view", *DESK, Role.KANWIL, Role.AUDITOR),
    _region_row("right.end", Role.VERIFIER),
    _region_row("right.tie", Role.INTAKE, Role.VERIFIER),
    _region_row("right.untie", Role.INTAKE, Role.VERIFIER),
    _region_row("right.hand-over", Role.INTAKE, Role.VERIFIER),
    row("ceremony.list", *DESK, Role.AUDITOR),
    _region_row("ceremony.view", *DESK, Role.AUDITOR),
    _region_row("ceremony.draw-up", Role.INTAKE, Role.VERIFIER),
    _region_row("ceremony.hand-over", Role.INTAKE, Role.VERIFIER),
    _region_row("right-change.view", *DESK, Role.AUDITOR),
    _region_row("right-change.begin", Role.INTAKE, Role.VERIFIER),
    _region_row("right-change.move", Role.INTAKE, Role.VERIFIER),
    _region_row("usage-rules.view", *DESK, Role.AUDITOR),
    _region_row("usage-rules.write", Role.INTAKE, Role.VERIFIER, Role.ADMIN, Role.SYSTEM),
    _region_row("usage-rules.freeze", Role.INTAKE, Role.VERIFIER, Role.ADMIN, Role.SYSTEM),
    _region_row("usage-rules.sign", Role.INTAKE, Role.VERIFIER, Role.ADMIN, Role.SYSTEM),
    _region_row("usage-rules.drop", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    _region_row("usage-rules.recorded", Role.VERIFIER, Role.ADMIN),
    _region_row("mark-member.view", *DESK, Role.AUDITOR),
    _region_row("mark-member.propose", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    _region_row("mark-member.move", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    _region_row("mark-member.move-several", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    _region_row("quality-visit.record", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    _region_row("right.transfer", Role.VERIFIER, Role.ADMIN),
    row(
        "place.confirm", Role.APPLICANT, Role.INTAKE, Role.VERIFIER,
        reason=OTHER_REGION, when=own_or_in_region,
    ),
    row("place.expire", Role.SYSTEM),
    _region_row("place.offer", Role.VERIFIER, Role.ADMIN, Role.SYSTEM),
    _region_row("order.ask", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    row(
        "order.decide", Role.VERIFIER, Role.SIGNATORY, Role.ADMIN,
        reason=TWO_PEOPLE, when=second_person,
    ),
    _region_row("programme.draw-up", Role.VERIFIER, Role.ADMIN),
    row(
        "programme.enforce", Role.VERIFIER, Role.SIGNATORY, Role.ADMIN,
        reason=TWO_PEOPLE, when=second_person,
    ),
    _region_row("programme.carry-over", Role.ADMIN),
    row("programme.enter", Role.PUBLIC, Role.APPLICANT, *DESK, Role.KANWIL, Role.AUDITOR),
    row("programme.arrive", Role.SYSTEM),
    _region_row("programme.remind", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    _region_row("case.write-to", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    _region_row("programme.set", Role.ADMIN, Role.SYSTEM),
    row("programme.list", *DESK, Role.AUDITOR),
    _region_row("programme.view", *DESK, Role.AUDITOR),
)  # fmt: skip
