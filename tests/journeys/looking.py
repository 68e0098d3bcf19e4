"""Looking hard at one page in Chromium: axe, width, and contrast reckoned from what is drawn."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """() => axe.run(document, {resultTypes: ['violations']}).then(found =>
  found.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html).join(' | ')))"""
IN_SUNLIGHT = 7.0
# Every text that shows, with the colour it is drawn in and the ground behind it (WCAG 2.2, 1.4.6).
# A ground that is a picture cannot be reckoned and is told as such.
PALE = r"""(least) => {
  const parts = (css) => (css.match(/[\d.]+/g) || []).map(Number);
  const over = ([r, g, b, a = 1], [R, G, B]) =>
    [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a)];
  const linear = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = (element) => {
    const chain = [];
    for (let at = element; at; at = at.parentElement) chain.unshift(getComputedStyle(at));
    return chain.reduce((under, style) => {
      if (style.backgroundImage !== 'none') return null;
      return under && over(parts(style.backgroundColor), under);
    }, [255, 255, 255]);
  };
  const told = [];
  const look = (element, text, style) => {
    const behind = ground(element);
    if (!behind) { told.push(`${text}: a picture behind it`); return; }
    const front = over(parts(style.color), behind);
    const [one, other] = [light(front), light(behind)].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < least) told.push(`${text}: ${ratio.toFixed(2)}`);
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const how = {visibilityProperty: true, opacityProperty: true};
  const shown = (element) => element.checkVisibility(how)
    && !element.closest('.visually-hidden, .ki-skip:not(:focus)');
  let seen = 0;
  while (walk.nextNode()) {
    const [text, element] = [walk.currentNode.data.trim(), walk.currentNode.parentElement];
    if (!text || !shown(element)) continue;
    seen += 1;
    look(element, text.slice(0, 40), getComputedStyle(element));
  }
  for (const box of document.querySelectorAll('input, select, textarea')) {
    if (box.value && shown(box)) { seen += 1; look(box, box.id, getComputedStyle(box)); }
  }
  return [seen, [...new Set(told)]];
}"""


def faults(page: Page, *, axe: bool = True, least: float = 0.0) -> list[str]:
    """What is wrong with the page as it stands: axe, sideways scrolling, and, where ``least`` is
    given, every text with less contrast than that."""
    found = []
    if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways")
    if axe:
        if not page.evaluate("() => Boolean(window.axe)"):
            page.evaluate(AXE)
        found += [f"axe {told}" for told in page.evaluate(RUN_AXE)]
    if least:
        seen, pale = page.evaluate(PALE, least)
        assert seen, "no text was seen at all"
        found += [f"pale {told}" for told in pale]
    return found
