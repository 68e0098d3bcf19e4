"""A morning in a hall without a line: nobody is lost, nobody is doubled (story S8)."""

import time
from dataclasses import replace

import pytest
from django.urls import reverse
from tests import factories as make
from tests.events import make_event
from tests.journeys.bad_line import bad_line
from tests.journeys.desks import Desk, by_keyboard, half_typed, measure_receipts
from tests.journeys.looking import faults
from tests.journeys.profiles import found_in
from tests.laptops import Laptop, person

from sentraki.cases.models import Case, Place, Programme
from sentraki.cases.selectors.quota import places_of
from sentraki.cases.services.reference import load_reference
from sentraki.events.models import Booking, DeskRecord, Device, JoinQuestion
from sentraki.events.rules.desk import Answer
from sentraki.events.selectors.devices import sheets_of
from sentraki.events.selectors.events import guests
from sentraki.events.services import bookings, devices
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.wording import phone_pretty

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("register"),
]
TITLE = "Merek kolektif dan pendaftaran di tempat"
QUOTA = 347
# Requests the bad line must have carried before anybody may speak of five in a hundred.
ENOUGH = 60
REGISTER = """
  const names = [1, 2, 3, 4, 5].map((n) => `${given.names[0]} ${n}`);
  const how = {classes: given.classes, goods: given.goods, language: 'id'};
  const answer = await desk.screen(names, how);
  const order = answer ? answer.order.map((at) => names[at]) : names;
  const guest = given.booking ? desk.guest(given.booking) : null;
  const named = guest ? {...given, owner_name: guest.name, phone: guest.phone} : given;
  const written = await desk.register({...named, visit: '', names: order});
  return written.number;
"""
LABEL = """
  const canvas = document.createElement('canvas');
  canvas.width = 900; canvas.height = 700;
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff'; pen.fillRect(0, 0, 900, 700);
  pen.fillStyle = '#b00'; pen.font = '90px sans-serif'; pen.fillText(given, 60, 350);
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.9));
  const {shrinkLabel} = await import('/static/desk/meja/pictures.js');
  return shrinkLabel(blob);
"""


def hall(how_many):
    """The office, its programme of 347 places, and guests who booked."""
    load_reference()
    office = make.make_issuing_office()
    make.make_region("16.71.01", "Ilir Barat Dua")
    make.make_programme(office=office, quota=QUOTA)
    event = make_event(office=office, title=TITLE)
    for n in range(how_many):
        bookings.book(
            event=event,
            viewer=Viewer.public(),
            name=f"Tamu Contoh {n:03d}",
            phone=f"0812400{n:05d}",
            community=("CEC", "FIJ", "APMMIK", "PUJ")[n % 4],
        )
    return office, event


def codes():
    return list(Booking.unscoped.order_by("number").values_list("code", flat=True))


def test_a_hundred_guests_four_desks_two_hours_without_a_line(
    browser, live_server, tmp_path, artefacts
):
    office, event = hall(100)
    programme = office_programme(office)
    host, port = live_server.thread.host, live_server.thread.port
    with bad_line(host, port) as line:
        site = f"http://localhost:{line.port}"
        desks = [Desk(browser.browser_type, site, tmp_path / f"laptop{n}") for n in range(4)]
        try:
            for desk in desks:
                desk.open(make.officer_client(Role.INTAKE, office), hours_ago=2)
                desk.prepare()
                desk.offline(True)
            line.is_there = False
            told = morning(desks, codes(), artefacts)
            line.is_there = True
            line.become_bad()
            sent_before, began = line.sent, time.monotonic()
            assert all(desk.call("return desk.searched !== null") for desk in desks)
            for desk in desks:
                desk.offline(False)
            for desk in desks:
                until_sent(desk)
            pressed_again(desks, line)
            took = time.monotonic() - began
            rows = [row for desk in desks for row in desk.outbox()]
            desks[0].page.screenshot(path=artefacts / "meja-terkirim-1280.png", full_page=True)
            assert [desk.wrong for desk in desks] == [[]] * 4
        finally:
            for desk in desks:
                desk.close()
    assert line.requests >= ENOUGH
    assert 2 <= line.reset <= 0.15 * line.requests
    nobody_lost_nobody_doubled(event, programme, rows)
    joined_on_the_page(browser, live_server.url, event, artefacts)
    assert guests(event).count() == 100
    assert Case.unscoped.exclude(status="withdrawn").count() == 36
    assert places_of(programme).left == QUOTA - 36
    report = (
        f"{told}\nsync over the bad line: {took:.0f} s, "
        f"{line.reset} of {line.requests} requests reset, "
        f"{(line.sent - sent_before) // 38:,} bytes sent a person (arrivals included)"
    )
    (artefacts / "meja-acara.txt").write_text(report, encoding="utf-8")
    print(report)


def pressed_again(desks, line):
    """Hurried officers press *Kirim sekarang* although all is sent, until the line has carried
    enough requests; nothing may change by it."""
    each = -(-(ENOUGH - line.requests) // len(desks))
    for desk in desks:
        desk.call("window.pressed = (async () => { while (given--) await desk.send(); })();", each)
    for desk in desks:
        desk.page.evaluate("() => window.pressed")


def joined_on_the_page(browser, site, event, artefacts):
    """An officer sees both dialogs on the event's page and says of each: one person."""
    client = make.officer_client(Role.VERIFIER, event.office)
    context = browser.new_context(locale="id-ID")
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    page = context.new_page()
    page.goto(site + reverse("desk:event-desks", args=[event.public_id]))
    said = "button[name=said][value=same]"
    for left in (2, 1):
        assert page.locator(said).count() == left
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            shot = artefacts / f"meja-gabung-{left}-{width}.png"
            page.screenshot(path=shot, full_page=True)
            assert faults(page) == []
        with page.expect_navigation():
            page.locator(said).first.click()
    assert page.locator(said).count() == 0
    assert set(JoinQuestion.unscoped.values_list("answer", flat=True)) == {Answer.SAME}
    context.close()


def office_programme(office):
    return Programme.unscoped.get(office=office)


def morning(desks, tickets, artefacts):
    """100 come, 38 go to a desk, two of them twice; one laptop dies in the middle of a record."""
    for n, desk in enumerate(desks):
        come = "for (const booking of given) await desk.checkIn({booking})"
        desk.call(come, tickets[25 * n : 25 * n + 25])
        desk.page.clock.fast_forward("01:00:00")
    measured = []
    for n, desk in enumerate(desks):
        desk.show_guests()
        measure_receipts(desk)
        by_keyboard(desk, 25 * n + 9)
        measured.append((replace(desk.presses), desk.page.evaluate("() => window.receiptTook")))
    desks[0].page.screenshot(path=artefacts / "meja-bukti-1280.png", full_page=True)
    for n, desk in enumerate(desks):
        for m in range(1, 9):
            label = desk.call(LABEL, f"Label {n}{m}") if m == 1 else ""
            body = person(100 * n + m, booking=tickets[25 * n + m], label=label)
            desk.call(REGISTER, body)
    # One person at two desks with one ticket; one with another phone and no ticket at one of them.
    desks[1].call(REGISTER, person(1, booking=tickets[1]))
    desks[3].call(REGISTER, person(201, phone="081299900001"))
    last = desks[3]
    half_typed(last, 99)
    last.kill()
    last.open(hours_ago=1)
    last.unlock()
    assert last.page.input_value("#street") == person(99)["street"]
    assert "Dilanjutkan" in last.page.inner_text("#draft-note")
    last.page.click("[data-do=leave]")
    for desk in desks:
        desk.page.clock.fast_forward("01:00:00")
    clicks = {presses.clicks for presses, _ in measured}
    keys = [presses.keys for presses, _ in measured]
    took = [round(ms) for _, ms in measured]
    assert all(desk.call("return desk.journal.broken") == 0 for desk in (last,))
    return (
        "driven by keyboard only: 4 records, one at each desk; 34 through the page's own module\n"
        f"clicks {sorted(clicks)}, keys {keys} a record; receipt after {took} ms"
    )


def nobody_lost_nobody_doubled(event, programme, rows):
    """The database and the pages of the desks agree."""
    assert len(rows) == 38
    assert Case.unscoped.count() == 38
    assert JoinQuestion.unscoped.count() == 2
    assert guests(event).count() == 101
    assert Place.objects.filter(released_at=None).count() == 36
    assert places_of(programme).left == QUOTA - 36
    assert DeskRecord.unscoped.count() == 138
    official = {case.code for case in Case.unscoped.all()}
    assert {row["answer"]["code"] for row in rows} == official
    assert sorted(row["state"] for row in rows) == ["applied"] * 36 + ["question"] * 2
    assert all(not sheet.lost_records for sheet in sheets_of(make.SYSTEM, event))


def test_a_stolen_laptop_tells_nothing_and_is_refused(browser, live_server, tmp_path):
    office, event = hall(45)
    officer = make.make_officer(office)
    desk = Desk(browser.browser_type, live_server.url, tmp_path / "laptop")
    desk.open(make.officer_client(Role.INTAKE, office))
    desk.prepare()
    people = [person(n) for n in range(40)]
    for body in people[:8]:
        desk.call(REGISTER, body)
    one_batch_only(desk)
    desk.offline(True)
    for body in people[8:]:
        desk.call(REGISTER, body)
    half_typed(desk, 7)
    token = desk.call("return desk.package.token")
    desk.kill()

    planted = [f"Tamu Contoh {n:03d}" for n in range(45)]
    planted += [phone_pretty(f"+62812400{n:05d}") for n in range(45)]
    planted += [
        value for body in people for value in (body["owner_name"], body["nik"], body["phone"])
    ]
    assert len(set(planted)) >= 200
    assert found_in(desk.folder, [TITLE]), "the search would find nothing at all"
    assert found_in(desk.folder, [*planted, token]) == {}

    device = Device.unscoped.get()
    devices.revoke(device=device, viewer=officer)
    assert Laptop("M1", token).send([]).status_code == 401
    (sheet,) = sheets_of(officer, event)
    received = DeskRecord.unscoped.count()
    assert 0 < received < 8
    assert len(sheet.lost_numbers) == 8 - received
    page = make.officer_client(Role.VERIFIER, office).get(
        reverse("desk:event-desks", args=[event.public_id])
    )
    assert ", ".join(sheet.lost_numbers) in page.content.decode()
    assert "M1-009" in page.content.decode()


def one_batch_only(desk):
    """The line lasts for one message, which tells how many there are; then it dies."""
    desk.call("await desk.send(() => { throw new Error('the line died'); }).catch(() => {});")


def until_sent(desk):
    """Wait until this desk has an answer for everything."""
    deadline = time.monotonic() + 150
    while desk.call("return desk.journal.unsent.length"):
        assert time.monotonic() < deadline, desk.outbox()
        desk.page.wait_for_timeout(500)
