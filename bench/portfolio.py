"""What the pages of a portfolio cost, with few and with many others in the database: `python -m bench.portfolio`.

One process asks its own web application, for all numbers of others in turn, so that whatever else the machine does
meets all of them alike.
"""

import argparse
import contextlib
import io
import itertools
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench import crowd, place
from bench.identifiers.measuring import HERE, PARTS, sentences
from bench.load import Fields, session_of

SIZES = [1, 10, 100]  # each is an employer with fifty others
WARM_UP = 12  # the database keeps the plan of what it was asked five times
TIMES = 40
WORDS = 2_000
SUGGESTED_FROM = 300  # words
HOST = "127.0.0.1"
PROTECTION = "p" * 32  # the same in the cookie and in the header


@dataclass(frozen=True)
class Asked:
    """Something to measure, and how much it may cost: milliseconds of processor, web and database together."""

    name: str
    ask: Callable[[], Any]
    aim: float | None = None


@dataclass
class Cost:
    """What it cost each time, with so many others there."""

    web: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    queries: int = 0

    @property
    def both(self) -> list[float]:
        return [one + other for one, other in zip(self.web, self.database, strict=True)]


def best_tenth(costs: list[float]) -> float:
    """What is passed by nine of ten: of a busy machine the nearest to the truth."""
    return sorted(costs)[len(costs) // 10]


# ---- Asking


class Visitor:
    """One browser: it asks the web application as the web server does."""

    def __init__(self, person=None) -> None:
        from django.conf import settings

        cookies = {settings.CSRF_COOKIE_NAME: PROTECTION}
        if person:
            cookies[settings.SESSION_COOKIE_NAME] = session_of(person)
        self.cookies = "; ".join(f"{name}={value}" for name, value in cookies.items())

    def ask(self, method: str, path: str, body: bytes = b"", *, is_autosave: bool = False) -> str:
        from config.wsgi import application

        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": HOST,
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": HOST,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_HOST": HOST,
            "HTTP_COOKIE": self.cookies,
            "HTTP_X_CSRFTOKEN": PROTECTION,
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
        }
        if is_autosave:
            environ["HTTP_X_AUTOSAVE"] = "1"
        statuses = []
        response = application(environ, lambda status, headers: statuses.append(status))
        text = b"".join(response).decode()
        response.close()
        if not statuses[0].startswith("200"):
            raise AssertionError(f"{statuses[0]} from {path}: {text[:300]}")
        return text

    def page(self, name: str, *arguments, query: str = "") -> Callable[[], str]:
        from django.urls import reverse

        path = reverse(name, args=arguments) + query
        return lambda: self.ask("GET", path)

    def autosave(self, name: str, *arguments) -> Callable[[], None]:
        """A page that saves itself, each time with another word in its first long answer."""
        from django.urls import reverse

        path = reverse(name, args=arguments)
        form = Fields()
        numbers = itertools.count()

        def save() -> None:
            if not form.texts:
                form.feed(self.ask("GET", path))
            long = form.texts[0]
            form.values[long] = f"{form.values[long].rpartition(' ')[0]} {next(numbers)}"
            answer = json.loads(self.ask("POST", path, urlencode(form.values).encode(), is_autosave=True))
            assert answer["state"] == "saved", answer
            form.values["revision"] = answer["revision"]

        return save

    def suggest(self, draft: int) -> Callable[[], str]:
        """What the page of writing asks about the words on it, of a usual length."""
        from django.urls import reverse

        path = reverse("evidence:suggest", args=[draft])
        body = urlencode({"what_happened": " ".join(long_text().split()[:SUGGESTED_FROM])}).encode()
        return lambda: self.ask("POST", path, body)


# ---- What is asked for


def everything() -> list[Asked]:
    """Of one person with eighty pieces, and of their cohort, in the database that is in use."""
    from swip.accounts.models import Appointment, Role
    from swip.enrolment.models import Enrolment
    from swip.observations.models import Observation
    from swip.progress import queries as progress
    from swip.standards.contents import by_domain, outcomes_of

    one = Enrolment.objects.filter(status=Enrolment.Status.ACTIVE).order_by("pk")[0]
    cohort = list(Enrolment.objects.order_by("pk").select_related("rule_book", "standards")[: crowd.PEOPLE])
    employer = one.employment_periods.get().organisation_id
    worker, supervisor = Visitor(one.social_worker), Visitor(one.supervisor)
    coordinators = Appointment.objects.filter(organisation=employer, role=Role.COORDINATOR)
    coordinator = Visitor(coordinators[0].person)
    outcome = outcomes_of(one.standards)[4]
    domain = by_domain(outcomes_of(one.standards))[0][0].slug
    watched = Observation.objects.filter(enrolment=one, status=Observation.Status.AGREED)[0]
    made = Begun(one)
    return [
        Asked("Saving itself: evidence", worker.autosave("evidence:write", made.draft.pk), 15),
        Asked(
            "Saving itself: the reasons of its outcomes",
            worker.autosave("evidence:reasons", made.draft.pk),
            15,
        ),
        Asked("Which outcomes it may show, while writing", worker.suggest(made.draft.pk)),
        Asked("Saving itself: a note", worker.autosave("evidence:write_note", made.note.pk), 15),
        Asked(
            "Saving itself: an answer in a round", Visitor().autosave("feedback:answer", made.invitation), 15
        ),
        Asked(
            "Saving itself: what an observer saw, by link",
            Visitor().autosave("observations:link_write", made.observer, "seen"),
            15,
        ),
        *(
            Asked(
                f"Saving itself: {words}, by an observer with an account",
                supervisor.autosave("observations:write", made.watched.pk, kind),
                15,
            )
            for kind, words in [("seen", "what was seen"), ("outcomes", "the outcomes")]
        ),
        Asked(
            "Saving itself: thinking about an observation",
            worker.autosave("observations:write", made.observation.pk, "reflection"),
            15,
        ),
        Asked(
            "Saving itself: a self-assessment",
            worker.autosave("self_assessment:domain", made.self_assessment.pk, domain),
            15,
        ),
        Asked(
            "Saving itself: the supervisor beside it",
            supervisor.autosave("self_assessment:view_domain", made.view.pk, domain),
            15,
        ),
        Asked("A list of 80 pieces: the first 50", worker.page("evidence:list", one.pk), 12),
        Asked("A list of 80 pieces: the other 30", worker.page("evidence:list", one.pk, query="?page=2"), 12),
        Asked("The whole progress of one person", lambda: progress.outcome_progress(one), 10),
        Asked("The progress of a cohort of 50", lambda: progress.cohort_progress(cohort), 40),
        Asked("The guard on 2,000 words: the page", worker.page("evidence:look_through", made.long.pk), 50),
        Asked("A social worker’s home", worker.page("dashboards:home")),
        Asked("A supervisor’s home", supervisor.page("dashboards:home")),
        Asked("A coordinator’s home", coordinator.page("dashboards:home")),
        Asked("A cohort: 50 people on a page", coordinator.page("dashboards:cohort")),
        Asked("The agenda of a supervision", worker.page("dashboards:agenda", one.pk)),
        Asked("An outcome with its evidence", worker.page("progress:outcome", one.pk, outcome.code)),
        Asked("The kinds of work met so far", worker.page("progress:breadth", one.pk)),
        Asked("What is asked for, and what is there", worker.page("progress:asked", one.pk)),
        Asked("Notes", worker.page("evidence:notes", one.pk)),
        Asked("Observations", worker.page("observations:list", one.pk)),
        Asked("One observation", worker.page("observations:observation", watched.pk)),
        Asked("Rounds of feedback", worker.page("feedback:rounds", one.pk)),
        Asked("What families said", worker.page("voices:voices", one.pk)),
        Asked("The development plan", worker.page("plans:plan", one.pk)),
        Asked("Two self-assessments side by side", worker.page("self_assessment:compare", one.pk)),
    ]


class Begun:
    """What this person is in the midst of writing, made anew by the verbs of the service."""

    def __init__(self, enrolment) -> None:
        from swip.evidence.models import Note
        from swip.evidence.tests.factories import EvidenceFactory
        from swip.feedback.models import Round
        from swip.feedback.tests.factories import RoundFactory
        from swip.observations.models import Observer
        from swip.observations.tests.factories import ObservationFactory
        from swip.self_assessment import actions as self_assessment
        from swip.self_assessment.models import SelfAssessment, SupervisorView

        self.draft = EvidenceFactory(enrolment=enrolment, outcomes=["1.1", "1.2"])
        self.long = EvidenceFactory(enrolment=enrolment, what_happened=long_text(), what_it_shows="")
        self.note = Note.objects.filter(enrolment=enrolment).order_by("pk")[0]
        self.self_assessment = self_assessment.start(
            enrolment, SelfAssessment.Point.AT_WILL, by=enrolment.social_worker
        )
        shared = SelfAssessment.objects.filter(enrolment=enrolment, status=SelfAssessment.Status.SHARED)
        self.view, _ = SupervisorView.objects.get_or_create(
            self_assessment=shared.exclude(supervisor_views__status=SupervisorView.Status.SHARED)[0],
            supervisor=enrolment.supervisor,
        )
        self.observation = ObservationFactory(enrolment=enrolment, to="answered")
        self.watched = ObservationFactory(enrolment=enrolment, to="asked")
        asked = ObservationFactory(enrolment=enrolment, to="asked", observer="outsider")
        self.observer = Observer.objects.get(observation=asked).renew_link()
        found = Round.objects.filter(enrolment=enrolment, status=Round.Status.OPEN).first()
        opened = found or RoundFactory(enrolment=enrolment, status=Round.Status.OPEN)
        self.invitation = opened.invitations.order_by("pk")[0].renew_link()


def long_text() -> str:
    """As people write it, and now and then a sentence that gives somebody away."""
    clean = " ".join((HERE / f"clean_{part}.txt").read_text(encoding="utf-8") for part in PARTS)
    telling = " ".join(text for text, _ in sentences("held_out")[:20])
    return " ".join(f"{telling} {clean}".split()[:WORDS])


# ---- Measuring


def measure(asked: list[Asked], wrappers: list) -> list[Cost]:
    """The same of each database, one after the other, over and over."""
    costs = [Cost() for _ in asked]
    for each, wrapper, cost in zip(asked, wrappers, costs, strict=True):
        with crowd.using(wrapper):
            for _ in range(WARM_UP):
                each.ask()
            cost.queries = count_queries(wrapper, each.ask)
    for _ in range(TIMES):
        for each, wrapper, cost in zip(asked, wrappers, costs, strict=True):
            with crowd.using(wrapper):
                serving = wrapper.connection.info.backend_pid
                web, database = time.process_time_ns(), nanoseconds(serving)
                each.ask()
                web, database = time.process_time_ns() - web, nanoseconds(serving) - database
            cost.web.append(web / 1e6)
            cost.database.append(database / 1e6)
    return costs


def nanoseconds(process: int) -> int:
    """What a process has used of the processor."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0])


def count_queries(wrapper, ask: Callable[[], Any]) -> int:
    asked = 0

    def count(execute, *arguments):
        nonlocal asked
        asked += 1
        return execute(*arguments)

    with wrapper.execute_wrapper(count):
        ask()
    return asked


# ---- Telling


def table(results: list[tuple[Asked, list[Cost]]], sizes: list[int]) -> str:
    others = [f"{crowd.PEOPLE * size:,}" for size in sizes]
    head = [
        *("what", "aim", "median", "best tenth", "web", "database", "queries"),
        *(f"with {each} others" for each in others[:-1]),
        "ratio",
    ]
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    for asked, costs in results:
        most, best = costs[-1], [best_tenth(cost.both) for cost in costs]
        cells = [
            asked.name,
            "" if asked.aim is None else f"{asked.aim:g}",
            f"{statistics.median(most.both):.1f}",
            f"**{best[-1]:.1f}**",
            f"{best_tenth(most.web):.1f}",
            f"{best_tenth(most.database):.1f}",
            str(most.queries),
            *(f"{each:.1f}" for each in best[:-1]),
            f"{best[-1] / best[0]:.2f}",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="employers with fifty others")
    arguments.add_argument("--only", default="", help="only what has this word in its name")
    chosen = arguments.parse_args()
    crowd.enter()
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    crowd.make(chosen.sizes)
    wrappers = [crowd.others(size) for size in chosen.sizes]
    pages = []
    results = []
    # The service writes a line for each request, as it does for people.
    with (place.FOLDER / "portfolio" / "web.log").open("w") as log, contextlib.redirect_stdout(log):
        for wrapper in wrappers:
            with crowd.using(wrapper):
                pages.append(everything())
        for same in zip(*pages, strict=True):
            if chosen.only.lower() in same[0].name.lower():
                results.append((same[0], measure(list(same), wrappers)))
                print(".", end="", flush=True, file=sys.stderr)
    most = f"{crowd.PEOPLE * chosen.sizes[-1]:,}"
    print(f"\n\nWith {most} others; load on the machine: {os.getloadavg()[0]:.1f}\n")
    print(table(results, chosen.sizes))


if __name__ == "__main__":
    main()
