"""A real Chromium for the journeys, and what every page of the service has to stand up to in it.

    def test_a_supervisor_accepts_evidence(page_as, standards_loaded):
        page = page_as(supervisor)              # signed in; page_as() is somebody from the street
        page.goto(evidence.get_absolute_url())  # addresses are relative to the server of this test
        check_page(page)                        # axe, one heading, a title, nothing sideways at 320 pixels
        press(page, "Accept")                   # by keyboard: Tab until it has the focus, then Enter

`page_as(user, javascript=False)` is the same without scripts. A script error, a refused style or script, or
an answer of 500 fails the test when it ends, also when nobody looked for one.
"""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, sync_playwright

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SMALL_PHONE = {"width": 320, "height": 640}  # and what 400% zoom leaves of a screen of 1280 pixels
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
FOCUS = """() => {
    const at = document.activeElement
    if (at === document.body) return ""  // between the last and the first: its text is the whole page's
    const labels = at.labels ? [...at.labels].map(label => label.innerText) : []
    return [at.getAttribute("aria-label"), ...labels, at.innerText, at.value].filter(Boolean).join(" | ")
}"""


def chromium_program() -> str | None:
    """Without windows where there is one: opening a page costs it a third."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


@pytest.fixture(scope="session")
def chromium():
    program = chromium_program()
    assert program, (
        "Chromium is missing: put a program called “chromium” on the PATH, or run `make test` as root"
    )
    flags = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def page_as(chromium, live_server, request):
    """Opens a page in a browser of its own, signed in as this person, or as nobody."""
    contexts, complaints = [], []

    def open_page(user=None, *, javascript: bool = True, **options) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
            viewport=options.pop("viewport", {"width": 1280, "height": 900}),
            **options,
        )
        contexts.append(context)
        if user:
            client = Client()
            client.force_login(user)
            session = {"name": settings.SESSION_COOKIE_NAME, "url": live_server.url}
            context.add_cookies([session | {"value": client.cookies[settings.SESSION_COOKIE_NAME].value}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        listen_for_complaints(page, complaints)
        return page

    yield open_page

    if getattr(request.node, "failed", False):
        keep_pictures(contexts, request.node.name)
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


def listen_for_complaints(page: Page, complaints: list[str]) -> None:
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda said: (
            complaints.append(f"{page.url}: {said.text}")
            if said.type == "error" and "Content Security Policy" in said.text
            else None
        ),
    )
    page.on(
        "response",
        lambda response: (
            complaints.append(f"{response.url} answered {response.status}")
            if response.status >= 500
            else None
        ),
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call" and report.failed:
        item.failed = True
    return report


def keep_pictures(contexts, name: str) -> None:
    folder = Path(settings.DATA_DIR) / "screenshots"
    folder.mkdir(exist_ok=True)
    for number, page in enumerate(page for context in contexts for page in context.pages):
        path = folder / f"{name}-{number}.png"
        page.screenshot(path=path, full_page=True)
        print(f"What the browser showed: {path}")


def check_page(page: Page) -> None:
    """What every page has to be: named by its title, led by one heading, for any eyes, hands and screen."""
    page.wait_for_load_state()
    assert page.title().strip(), f"{page.url} has no title"
    headings = page.locator("h1").count()
    assert headings == 1, f"{page.url} has {headings} main headings"
    if page.locator("body.js-enabled").count():  # axe is a script itself
        check_accessible(page)
    no_horizontal_scroll(page)


def check_accessible(page: Page) -> None:
    """WCAG 2.2 AA, as far as a machine can tell."""
    wanted = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    results = Axe().run(page, options=wanted)
    faults = [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n  {node['html']}\n  {node['failureSummary']}"
        for fault in results.response["violations"]
        for node in fault["nodes"]
    ]
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def no_horizontal_scroll(page: Page) -> None:
    """On a small phone, or enlarged four times, nobody reads sideways."""
    before = page.viewport_size
    page.set_viewport_size(SMALL_PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(before)
    assert width <= SMALL_PHONE["width"], f"{page.url} is {width} pixels wide on a screen of 320"


def tab_to(page: Page, name: str) -> None:
    """Move on by the Tab key until what has this name, label or text holds the focus."""
    passed = []
    for _ in range(200):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if name in focus:
            return
        passed.append(focus)
    pytest.fail(f"The Tab key does not reach “{name}” on {page.url}. It passes: {passed[:60]}")


def press(page: Page, name: str) -> None:
    """Follow a link or press a button by keyboard alone."""
    tab_to(page, name)
    page.keyboard.press("Enter")
