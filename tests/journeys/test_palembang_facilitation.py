"""S1 in real Chromium: from the front page to a green seal, by touch and by forms alone."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.journeys.chromium import ChromiumHand, Findings, Tally
from tests.journeys.server import serving

from sentraki.desk.play.story import Stage, Story
from sentraki.kernel import clock

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE, DESK = (360, 740), (1280, 800)
REGISTERED = 26
RECEIPT, MINUTES = 7, 10
STEPS = range(1, 11)


@pytest.mark.parametrize(
    ("size", "scripts"),
    [
        pytest.param(PHONE, True, id="telepon-360"),
        pytest.param(DESK, True, id="meja-1280"),
        pytest.param(PHONE, False, id="formulir-360"),
    ],
)
def test_a_seller_comes_from_the_front_page_to_a_green_seal(
    size: tuple[int, int],
    scripts: bool,
    request: pytest.FixtureRequest,
    browser: "Browser",
    prepared: Path,
    tmp_path: Path,
    artefacts: Path,
) -> None:
    run = request.node.callspec.id
    pictures = artefacts / "s1" / run
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    findings, hands, tally = Findings(), {}, Tally()

    def hand_of(name: str) -> ChromiumHand:
        hands[name] = ChromiumHand(
            browser,
            server.url,
            name=name,
            size=size,
            folder=pictures,
            findings=findings,
            scripts=scripts,
        )
        return hands[name]

    with serving(prepared, tmp_path / "var") as server:
        stage = Stage(hand_of, server.code_of, server.password, clock.today("WIB"))
        story, told = Story(stage), []
        try:
            for number, line in story.play():
                told.append(number)
                print(f"{number:>2}  {line}")
                if number == RECEIPT:
                    tally = replace(hands["pelaku"].tally)
        finally:
            for hand in hands.values():
                hand.context.close()
        print(f"The seller, up to the receipt: {tally}.")
        print(f"The seller, up to the green seal: {hands['pelaku'].tally}.")
        assert "Traceback" not in server.log()
    assert set(told) == set(STEPS)
    assert story.before == REGISTERED
    assert findings.lines == []
    assert tally.minutes < MINUTES
