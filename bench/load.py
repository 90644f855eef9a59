"""Asks a running service for its pages, and measures what each of them costs: `python -m bench.load 6000`."""

import argparse
import http.client
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from html.parser import HTMLParser
from itertools import cycle
from pathlib import Path

import psutil

from bench import make_country, place

WORKERS = 40  # social workers, and as many people of each other kind, who take turns
WARM_UP = 30
ALONE, TOGETHER, CLIENTS = 200, 240, 8
TICKS = os.sysconf("SC_CLK_TCK")
ONE_PAGE = make_country.ONE_PAGE
CHOSEN = ("checkbox", "radio", "file")


@dataclass(frozen=True)
class Page:
    """What is asked for, by whom, and what it may cost."""

    name: str
    aim: float | None  # milliseconds of processor, web and database together
    paths: list[tuple[str, str]]  # each with the session of who asks
    saves: bool = False


@dataclass(frozen=True)
class Measured:
    """What one page cost, over many requests."""

    name: str
    aim: float | None
    web: float
    database: float
    p50: float
    p95: float
    p50_together: float
    p95_together: float
    queries: float
    kilobytes: float

    @property
    def processor(self) -> float:
        return self.web + self.database


def free_port() -> int:
    """One that nobody listens on, so that nobody else's service is measured."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


PORT = free_port()


# ---- Who asks for what


def pages_to_ask() -> list[Page]:
    """Pages of people who are there, each signed in."""
    from django.db.models import Count, Max
    from django.urls import reverse

    from swip.accounts.models import Appointment, Role
    from swip.enrolment.models import EmploymentPeriod, Enrolment
    from swip.evidence.models import Evidence

    enrolments = list(
        Enrolment.objects.filter(status=Enrolment.Status.ACTIVE)
        .select_related("social_worker")
        .annotate(newest=Max("evidence"))
        .order_by("newest")[:: max(1, Enrolment.objects.count() // WORKERS)][:WORKERS]
    )
    own = [(each, session_of(each.social_worker)) for each in enrolments]
    outcome = enrolments[0].standards.outcomes[4]
    drafts = [
        (
            ready_to_write(Evidence.objects.filter(enrolment=each, status=Evidence.Status.DRAFT).first()),
            session,
        )
        for each, session in own
    ]
    by_size = EmploymentPeriod.objects.values("organisation").annotate(people=Count("pk")).order_by("-people")
    large = [each["organisation"] for each in by_size if each["people"] >= ONE_PAGE][:WORKERS] or [
        by_size[0]["organisation"]
    ]
    coordinators = [
        session_of(each.person)
        for each in Appointment.objects.filter(role=Role.COORDINATOR, organisation__in=large)[:WORKERS]
    ]
    supervisors = [
        session_of(each.person)
        for each in Appointment.objects.filter(role=Role.PRACTICE_SUPERVISOR)[:WORKERS]
    ]
    lists = [(reverse("evidence:list", args=[each.pk]), session) for each, session in own]
    standards = enrolments[0].standards
    of_the_standards = reverse(
        "standards:item", args=[standards.framework.code, standards.code, outcome.code]
    )
    return [
        Page("A social worker’s home, with all outcomes", 5, [("/", session) for _, session in own]),
        Page("Their evidence: the first 50 of 80", None, lists),
        Page("Their evidence: the other 30", None, [(f"{path}?page=2", session) for path, session in lists]),
        Page(
            "An outcome with its evidence",
            5,
            [(reverse("progress:outcome", args=[each.pk, outcome.code]), session) for each, session in own],
        ),
        Page(
            "One piece of evidence", None, [(piece.get_absolute_url(), session) for piece, session in drafts]
        ),
        Page(
            "Writing evidence linked to two outcomes: form and save",
            8,
            [(reverse("evidence:write", args=[piece.pk]), session) for piece, session in drafts],
            saves=True,
        ),
        Page(
            "The reasons for its two outcomes: form and save",
            None,
            [(reverse("evidence:reasons", args=[piece.pk]), session) for piece, session in drafts],
            saves=True,
        ),
        Page("A supervisor’s home", None, [("/", session) for session in supervisors]),
        Page("A coordinator’s home", 40, [("/", session) for session in coordinators]),
        Page("A cohort: 50 people on a page", 12, [("/cohort/", session) for session in coordinators]),
        Page("Signing in: the page", 1, [("/sign-in/", "")]),
        Page("An outcome of the standards", None, [(of_the_standards, "")]),
    ]


def session_of(person) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def ready_to_write(draft):
    """A draft that shows two outcomes, with a reason for each."""
    from swip.evidence import actions

    worker = draft.enrolment.social_worker
    outcomes = list(draft.enrolment.standards.outcomes[:2])
    actions.choose_outcomes(draft, outcomes=outcomes, revision=draft.revision, by=worker)
    reasons = {outcome.pk: "By how we spoke with one another" for outcome in outcomes}
    actions.give_reasons(draft, reasons=reasons, revision=draft.revision, by=worker)
    return draft


# ---- The service


@contextmanager
def service(folder: Path) -> Iterator[psutil.Process]:
    """The web processes as they run for people, two of them with four threads each."""
    environment = os.environ | {"PORT": str(PORT)}
    with (folder / "web.log").open("wb") as log:
        web = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py"],
            cwd=place.ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        wait_until_it_answers(web)
        yield psutil.Process(web.pid)
    finally:
        web.send_signal(signal.SIGTERM)
        web.wait(30)


def wait_until_it_answers(web: subprocess.Popen) -> None:
    give_up_at = time.monotonic() + 60
    while True:
        try:
            caller = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            caller.request("GET", "/health/ready")
            if caller.getresponse().status == 200:
                return
        except OSError:
            pass
        if web.poll() is not None or time.monotonic() > give_up_at:
            sys.exit("The service did not start: see web.log in its folder.")
        time.sleep(0.2)


def processor_seconds(process: psutil.Process) -> float:
    """What a process and those it started have used, from /proc."""
    total = 0.0
    for each in [process, *process.children(recursive=True)]:
        fields = Path(f"/proc/{each.pid}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def database_seconds(cluster: Path) -> float:
    """The same of PostgreSQL: those who answer, and those who write; not the tidying between times."""
    postmaster = psutil.Process(int((cluster / "postmaster.pid").read_text().split()[0]))
    total = 0.0
    for each in postmaster.children():
        words = " ".join(each.cmdline())
        if "autovacuum" not in words and "checkpointer" not in words:
            fields = Path(f"/proc/{each.pid}/stat").read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


# ---- Asking


@dataclass
class Answer:
    """One request, or a form and what was sent with it."""

    milliseconds: float
    size: int
    queries: int


class Caller:
    """One browser, with its own connection and cookies."""

    def __init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        self.protection = ""

    def ask(self, method: str, path: str, session: str, body: str = "") -> tuple[str, Answer]:
        cookies = [f"sessionid={session}" if session else "", f"csrftoken={self.protection}"]
        headers = {"Cookie": "; ".join(filter(None, cookies)), "Accept-Encoding": "identity"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        self.connection.request(method, path, body=body or None, headers=headers)
        response = self.connection.getresponse()
        text = response.read()
        taken = (time.perf_counter() - started) * 1000
        if response.status not in (200, 302) or "/sign-in/" in response.headers.get("Location", ""):
            raise AssertionError(f"{response.status} from {path}")
        for cookie in response.headers.get_all("Set-Cookie") or []:
            if found := re.match(r"csrftoken=([^;]+)", cookie):
                self.protection = found.group(1)
        return text.decode(), Answer(taken, len(text), int(response.headers["X-Queries"]))

    def visit(self, page: Page, path: str, session: str) -> list[Answer]:
        text, answer = self.ask("GET", path, session)
        if not page.saves:
            return [answer]
        _, saved = self.ask("POST", path, session, filled_in(text))
        return [answer, saved]


class Fields(HTMLParser):
    """What a form would send as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.texts: list[str] = []  # the names of the long answers
        self.is_in_form = False
        self.text_of = ""

    def handle_starttag(self, tag, attrs):
        details = dict(attrs)
        if tag == "form":
            self.is_in_form = details.get("method") == "post"
        name = details.get("name")
        if self.is_in_form and name:
            if tag == "textarea":
                self.text_of, self.values[name] = name, ""
                self.texts.append(name)
            elif tag == "input" and (details.get("type") not in CHOSEN or "checked" in details):
                self.values[name] = details.get("value") or ""

    def handle_data(self, data):
        if self.text_of:
            self.values[self.text_of] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.text_of = ""


changed = cycle(range(1, 1_000_000))


def filled_in(text: str) -> str:
    """The same words with one more each time, so that there is something to save."""
    from urllib.parse import urlencode

    form = Fields()
    form.feed(text)
    for name, value in form.values.items():
        if name == "what_happened" or "reason" in name:
            form.values[name] = f"{value.rpartition(' ')[0] or value} {next(changed)}"
    return urlencode(form.values)


# ---- Measuring


def measure(page: Page, web: psutil.Process, cluster: Path) -> Measured:
    places = cycle(page.paths)
    caller = Caller()
    for _ in range(WARM_UP):
        caller.visit(page, *next(places))
    before = processor_seconds(web), database_seconds(cluster)
    alone = [caller.visit(page, *next(places)) for _ in range(ALONE)]
    after = processor_seconds(web), database_seconds(cluster)
    together = ask_together(page, places)
    web_cost, database_cost = (
        (late - early) * 1000 / ALONE for early, late in zip(before, after, strict=True)
    )
    return Measured(
        name=page.name,
        aim=page.aim,
        web=web_cost,
        database=database_cost,
        **percentiles([sum(each.milliseconds for each in visit) for visit in alone]),
        **percentiles([sum(each.milliseconds for each in visit) for visit in together], "_together"),
        queries=statistics.mean(sum(each.queries for each in visit) for visit in alone),
        kilobytes=statistics.mean(sum(each.size for each in visit) for visit in alone) / 1024,
    )


def percentiles(taken: list[float], suffix: str = "") -> dict[str, float]:
    cuts = statistics.quantiles(taken, n=100)
    return {f"p50{suffix}": cuts[49], f"p95{suffix}": cuts[94]}


def ask_together(page: Page, places: Iterator[tuple[str, str]]) -> list[list[Answer]]:
    """Eight at once. Who saves has pages of their own, since nobody writes one draft in two places."""
    answers: list[list[Answer]] = []

    def keep_asking(own: Callable[[], tuple[str, str]]) -> None:
        caller = Caller()
        answers.extend([caller.visit(page, *own()) for _ in range(TOGETHER // CLIENTS)])

    threads = []
    for number in range(CLIENTS):
        own = cycle(page.paths[number::CLIENTS] or page.paths)
        threads.append(threading.Thread(target=keep_asking, args=[own.__next__]))
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


# ---- Telling


HEAD = [
    "page", "aim", "web", "database", "**both**", "p50", "p95", "p50 of 8", "p95 of 8", "queries", "KiB",
]  # fmt: skip


def table(results: list[Measured]) -> str:
    lines = ["| " + " | ".join(HEAD) + " |", "| --- |" + " ---: |" * (len(HEAD) - 1)]
    for each in results:
        numbers = [each.web, each.database]
        times = [each.p50, each.p95, each.p50_together, each.p95_together]
        cells = [
            each.name,
            "" if each.aim is None else f"{each.aim:g}",
            *[f"{number:.1f}" for number in numbers],
            f"**{each.processor:.1f}**",
            *[f"{number:.0f}" for number in times],
            f"{each.queries:.0f}",
            f"{each.kilobytes:.0f}",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def load(people: int, only: str = "") -> list[Measured]:
    folder = place.enter(people)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        marks = place.read_marks(cursor)
    if marks.get("people") != make_country.made(people):
        sys.exit(f"First make the people: python -m bench.make_country {people}")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    pages = pages_to_ask()
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    connection.close()
    results = []
    with service(folder) as web:
        for page in pages:
            if only.lower() in page.name.lower():
                results.append(measure(page, web, folder / "postgres"))
                print(".", end="", flush=True)
    print(f"\n\n{people:,} people; load on the machine: {os.getloadavg()[0]:.1f}\n\n{table(results)}\n")
    (folder / "measured.json").write_text(json.dumps([asdict(each) for each in results], indent=1))
    return results


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("people", type=int, nargs="?", default=6000)
    arguments.add_argument("--only", default="", help="only the pages with these words in their name")
    chosen = arguments.parse_args()
    load(chosen.people, chosen.only)


if __name__ == "__main__":
    main()
