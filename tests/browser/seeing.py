"""What is measured on a page as it is drawn. Each function returns what is wrong, in words that lead to it; empty when nothing is."""

from __future__ import annotations

from playwright.sync_api import Page

WIDE, NARROW = 1280, 320
HEIGHT = 900

#: What several of the measurements share: what is drawn, and what it is called.
COMMON = """
const seen = one => one.checkVisibility({visibilityProperty: true, opacityProperty: true}) && one.getClientRects().length > 0
  && !one.closest(".loket-hidden, .utrecht-skip-link, .loket-search__label");
const called = one => `${one.tagName.toLowerCase()}.${one.className} "${(one.innerText || one.name || "").trim().slice(0, 40)}"`;
const controls = () => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")].filter(seen);
"""
STICKING_OUT = """
const edge = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= edge) return [];
return [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > edge + 1).map(called).slice(0, 5);
"""
SMALL_TEXTS = """
return [...document.querySelectorAll("body *")]
  .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()) && seen(one))
  .filter(one => parseFloat(getComputedStyle(one).fontSize) < 16)
  .map(one => `${getComputedStyle(one).fontSize} ${called(one)}`);
"""
OVERLAPPING = """
const boxes = controls().flatMap(one => [...one.getClientRects()].map(box => [one, box])), wrong = [];
for (const [number, [one, a]] of boxes.entries()) for (const [other, b] of boxes.slice(number + 1)) {
  if (one === other || one.contains(other) || other.contains(one)) continue;
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (wide > 1 && high > 1) wrong.push(`${called(one)} and ${called(other)}`);
}
return wrong;
"""
# WCAG 2.5.8: 24 by 24 pixels, or room of 24 pixels around the middle in which no other target lies. Links in a sentence are exempt.
SMALL_TARGETS = """
const inSentence = one => one.tagName === "A" && [...one.parentElement.childNodes].some(node => node.nodeType === 3 && node.data.trim());
const targets = controls().map(one => [one, one.getBoundingClientRect()]), middle = box => [box.x + box.width / 2, box.y + box.height / 2];
const away = ([x, y], box) => Math.hypot(Math.max(box.left - x, x - box.right, 0), Math.max(box.top - y, y - box.bottom, 0));
const crowded = (one, box) => targets.some(([other, there]) => other !== one && away(middle(box), there) < 12);
return targets.filter(([one, box]) => Math.min(box.width, box.height) < 24 && !inSentence(one) && crowded(one, box))
  .map(([one, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${called(one)}`);
"""


def at_width(page: Page, width: int) -> None:
    """Draw the page at this width (CSS pixels)."""
    page.set_viewport_size({"width": width, "height": HEIGHT})


def _measured(page: Page, body: str) -> list[str]:
    found: list[str] = page.evaluate(f"() => {{ {COMMON} {body} }}")
    return found


def sticking_out(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    return _measured(page, STICKING_OUT)


def small_texts(page: Page) -> list[str]:
    """Texts drawn below 16 pixels."""
    return _measured(page, SMALL_TEXTS)


def overlapping(page: Page) -> list[str]:
    """Pairs of controls of which the boxes cover each other."""
    return _measured(page, OVERLAPPING)


def small_targets(page: Page) -> list[str]:
    """Controls that are hard to hit (WCAG 2.2, 2.5.8)."""
    return _measured(page, SMALL_TARGETS)
