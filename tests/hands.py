"""Journeys as the hardest way there is: by keyboard alone, on a small phone, without scripts, and axe finds nothing.

    hands = Hands(page_as)
    page = hands.open(worker, evidence.get_absolute_url())
    hands.write(page, "Title", "On the stairs")
    hands.choose(page, "Clear", "How complex was the work?")
    hands.go_on(page, "Save and continue")

Every page that is opened or led to is looked at closely. Where scripts are the point: `hands.open(…, javascript=True)`.
"""

import datetime

import pytest
from playwright.sync_api import Page

from swip.accounts.models import User
from tests.browser import FOCUS, SMALL_PHONE, check_accessible, check_page, tab_to

ANSWER_TO = """question => document.activeElement.type === "radio"
    && (document.activeElement.closest("fieldset")?.querySelector("legend").innerText || "").includes(question)"""


class Hands:
    """Tab, arrows, Space and Enter, for whoever plays a part; `eyes` is a page that axe can run on."""

    def __init__(self, page_as):
        self.page_as = page_as
        self.eyes = page_as(viewport=SMALL_PHONE)

    def open(self, person: User | None, address: str, *, javascript: bool = False) -> Page:
        page = self.page_as(person, javascript=javascript, viewport=SMALL_PHONE)
        self.visit(page, address)
        return page

    def visit(self, page: Page, address: str) -> None:
        page.goto(address)
        self.look(page)

    def look(self, page: Page) -> None:
        """axe is a script itself: where there are none it is shown the same markup on a page that has them."""
        check_page(page)
        if page.locator("body.js-enabled").count():
            return
        markup = page.content()
        self.eyes.route(page.url, lambda route: route.fulfill(body=markup, content_type="text/html"), times=1)
        self.eyes.goto(page.url)
        check_accessible(self.eyes)

    def go_on(self, page: Page, name: str) -> None:
        """Press a button or follow a link, and look at the page that it leads to."""
        tab_to(page, name)
        if not page.evaluate("document.activeElement.matches('a, button')"):
            tab_to(page, name)  # a wide table holds the focus too, to be moved sideways
        with page.expect_navigation():
            page.keyboard.press("Enter")
        self.look(page)

    def write(self, page: Page, label: str, words: str) -> None:
        tab_to(page, label)
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.insert_text(words)

    def write_day(self, page: Page, day: datetime.date) -> None:
        for part, words in [("Day", str(day.day)), ("Month", str(day.month)), ("Year", str(day.year))]:
            self.write(page, part, words)

    def tick(self, page: Page, label: str) -> None:
        tab_to(page, label)
        page.keyboard.press("Space")

    def choose(self, page: Page, wanted: str, question: str = "") -> None:
        """By Tab to the question, by the arrows to the answer, by Space to take it."""
        for _ in range(200):
            page.keyboard.press("Tab")
            if page.evaluate(ANSWER_TO, question):
                break
        for _ in range(10):
            if page.evaluate(FOCUS).startswith(wanted):
                page.keyboard.press("Space")
                return
            page.keyboard.press("ArrowDown")
        pytest.fail(f"“{wanted}” is not among the answers to “{question}” on {page.url}")
