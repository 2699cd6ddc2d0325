"""What is done on a page once it is open, to bring it into the state that is looked at."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from loket.cases.numbers import show
from loket.web.texts_pages import WHAT_NOW
from tests.browser.pressing import send
from tests.browser.world import World

COUNTER = "balie-den-haag"
Step = Callable[[Page, World], None]


def press(name: str) -> Step:
    """Press the button with this name."""

    def act(page: Page, world: World) -> None:
        send(page.locator("main").get_by_role("button", name=name, exact=True).first)

    return act


def typed(fields: dict[str, str], button: str) -> Step:
    """Fill in these fields by their label, and press a button."""

    def act(page: Page, world: World) -> None:
        for label, value in fields.items():
            page.locator("main").get_by_label(label).first.fill(value.format_map(world.at))
        press(button)(page, world)

    return act


def unfold(page: Page, world: World) -> None:
    """Open all that is folded."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")


def unfolded(then: Step) -> Step:
    """Open all that is folded, and then do this."""

    def act(page: Page, world: World) -> None:
        unfold(page, world)
        then(page, world)

    return act


def rehearsed(page: Page, world: World) -> None:
    """Two cases are ticked, and the supervisor looks at what offering them again would do."""
    main = page.locator("main")
    for box in main.locator("input[name=zaak]").all()[:2]:
        box.check()
    main.get_by_label(WHAT_NOW).select_option("opnieuw")
    main.locator("#samen-form textarea").fill("De storing is voorbij")
    press("Bekijk wat er gebeurt")(page, world)


def rehearsed_whole(page: Page, world: World) -> None:
    """All cases of the list: what offering them again would do, and what each that refuses says."""
    main = page.locator("main")
    main.get_by_role("radio", name="Alle zaken bij deze keuze").check()
    main.get_by_label(WHAT_NOW).select_option("opnieuw")
    main.locator("#samen-form textarea").fill("De storing is voorbij")
    press("Bekijk wat er gebeurt")(page, world)


def supervised(then: Step) -> Step:
    """Open the case with a typed reason, as a supervisor does, and come back to the page of its acts."""

    def act(page: Page, world: World) -> None:
        path = page.url
        page.goto(path.replace("/vastgelopen/zaken/", "/zaken/"))
        form = page.locator("form[action$='/inzage']")
        if form.count():  # at the second width it is open already
            unfold(page, world)
            form.locator("textarea").fill("De inwoner belde de gemeente twee keer.")
            send(form.get_by_role("button", name="Zaak openen"))
        page.goto(path)
        then(page, world)

    return act


def wrong_note(page: Page, world: World) -> None:
    """Write down what an organisation said, without anything."""
    unfold(page, world)
    press("Vastleggen wat de organisatie zei")(page, world)


def too_late(name: str, button: str) -> Step:
    """A colleague does something with the case while this form is open; then the form is sent."""

    def act(page: Page, world: World) -> None:
        world.touch(name)
        press(button)(page, world)

    return act


def stale(page: Page, world: World) -> None:
    """The form comes from before the session that runs now."""
    page.locator("main input[name=csrf_token]").first.evaluate("field => { field.value = 'oud' }")
    press("Verder")(page, world)


def changed_draft(page: Page, world: World) -> None:
    """A colleague puts the same draft away first."""
    world.visitor(COUNTER).open(page.url.replace(world.base_url, "")).submit("/nieuwe-vraag", naar="later")
    press("Later afmaken")(page, world)


def looked(number: str, born: str) -> Step:
    """What a citizen fills in on the status page."""

    def act(page: Page, world: World) -> None:
        page.locator("#nummer").fill(show(world.at.get(number, number)))
        page.locator("#geboortedatum").fill(born)
        send(page.locator("main form button"))

    return act


def born_once(page: Page, world: World) -> None:
    """A birth date that is none."""
    typed({"Geboortedatum": "ooit"}, "Verder")(page, world)


def join_silently(page: Page, world: World) -> None:
    """The same question again, without saying what the citizen wants to know."""
    send(page.get_by_role("button", name="Zelfde vraag").first)


def two_contacts(page: Page, world: World) -> None:
    """A contact moment while a colleague did the same."""
    world.touch("nieuw")
    page.get_by_text("Nieuw contact vastleggen").click()
    page.get_by_label("Wat wilde de inwoner weten?").fill("Hoe staat het?")
    send(page.locator("#nieuw-contact").get_by_role("button", name="Vastleggen"))


def found(words: str) -> Step:
    """What the search of the start page brings."""

    def act(page: Page, world: World) -> None:
        page.locator("#zoek-groot").fill(words.format_map(world.at))
        press("Zoeken")(page, world)

    return act


def mistyped(page: Page, world: World) -> None:
    """A zaaknummer with one wrong character."""
    number = world.at["midden"]
    found(number[:-1] + ("2" if number[-1] != "2" else "3"))(page, world)


def request_noted(page: Page, world: World) -> None:
    """A request under the AVG without its kind."""
    unfold(page, world)
    press("Noteren")(page, world)


def examined(page: Page, world: World) -> None:
    """Who or what was touched since last year."""
    unfold(page, world)
    page.get_by_label("Eerste dag").fill("01-01-2026")
    page.get_by_label("Laatste dag").fill("31-03-2026")
    press("Uitzoeken")(page, world)
