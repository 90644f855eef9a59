"""How long a file of 5,000 people takes, on one core: `python -m bench.registration`, or with another number.

Sent through the page, as a coordinator sends it, and then worked off by the job. The file is sent once more afterwards:
everybody is on the programme by then, and nothing is to be done.
"""

import argparse
import csv
import datetime
import io
import os
import time
from collections.abc import Callable
from typing import Any

from bench import place
from bench.make_country import name

PEOPLE, BEFORE = 5_000, 300
SUPERVISORS, ASSESSORS, TEAMS = 400, 80, 25
AIMS = {"looked through": 20, "registered": 60, "looked through again": 20}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("people", type=int, nargs="?", default=PEOPLE)
    people = arguments.parse_args().people
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # the database, begun from here, keeps to it too
    place.enter("registration")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        place.read_marks(cursor)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_standards", verbosity=0)
    call_command("load_rule_books", verbosity=0)
    measure(people)


def measure(people: int) -> None:
    from django.test import Client

    from swip.registration import actions
    from swip.registration.models import RegistrationFile

    run = f"{datetime.datetime.now(tz=datetime.UTC):%Y%m%d%H%M%S}"
    coordinator, address, colleagues, book = found_employer(run)
    # A few who are there already, so that their names and numbers are compared with something.
    client = Client(headers={"host": "localhost"})
    client.force_login(coordinator)

    def send(first: int, many: int) -> RegistrationFile:
        content = file_of(run, book, colleagues, first, many)
        content.name = f"starters-{run}.csv"
        response = client.post(address, {"file": content}, secure=True)
        assert response.status_code == 302, response.content.decode()[:3000]
        page = client.get(response.headers["Location"], secure=True)
        assert page.status_code == 200
        return RegistrationFile.objects.latest("pk")

    def confirm(file: RegistrationFile) -> None:
        response = client.post(f"{file.get_absolute_url()}confirm/", {"has_looked": "on"}, secure=True)
        assert response.status_code == 302, response.content.decode()[:3000]
        actions.work_off(file.pk)
        file.refresh_from_db()
        assert file.status == "finished"
        assert not file.rows.exclude(outcome="registered").exists()

    confirm(send(0, BEFORE))
    file = timed("looked through", people, lambda: send(BEFORE, people))
    timed("registered", people, lambda: confirm(file))
    again = timed("looked through again", people, lambda: send(BEFORE, people))
    assert not again.rows.exclude(state="same").exists()


def timed(what: str, people: int, do: Callable[[], Any]) -> Any:
    began, used = time.monotonic(), time.process_time()
    result = do()
    seconds, of_these = time.monotonic() - began, time.process_time() - used
    print(
        f"{people:,} people {what} in {seconds:.1f} seconds ({of_these:.1f} of processor without the database;"
        f" the aim for 5,000 is {AIMS[what]})"
    )
    return result


def found_employer(run: str) -> tuple[Any, str, dict[str, list[str]], Any]:
    from django.urls import reverse
    from django.utils import timezone

    from swip.accounts.models import Appointment, Organisation, Role, Team, User
    from swip.enrolment.queries import rule_books_in_force

    organisation = Organisation.objects.create(name=f"Council {run}", kind="local_authority")
    Team.objects.bulk_create(
        Team(organisation=organisation, name=f"Team {number}", service_area="child_protection")
        for number in range(TEAMS)
    )
    long_ago = timezone.localdate() - datetime.timedelta(days=900)
    staff = {Role.COORDINATOR: 1, Role.PRACTICE_SUPERVISOR: SUPERVISORS, Role.ASSESSOR: ASSESSORS}
    addresses: dict[str, list[str]] = {}
    for role, many in staff.items():
        people = [
            User.objects.new_user(f"{role}-{number}-{run}@example.org", f"{role} {number}")
            for number in range(many)
        ]
        User.objects.bulk_create(people)
        Appointment.objects.bulk_create(
            Appointment(person=person, organisation=organisation, role=role, starts_on=long_ago)
            for person in people
        )
        addresses[role] = [person.email for person in people]
    coordinator = User.objects.get(email=addresses[Role.COORDINATOR][0])
    book = next(each for each in rule_books_in_force())
    address = reverse("registration:send_file", args=[organisation.pk, book.programme.code])
    return coordinator, address, addresses, book


def file_of(run: str, book: Any, colleagues: dict[str, list[str]], first: int, many: int) -> io.BytesIO:
    """Everybody with a team, two colleagues, a date of birth, and every question answered."""
    from django.utils import timezone

    from swip.accounts.models import Role, User
    from swip.registration.queries.columns import columns_of

    start = timezone.localdate()
    # Numbers that nobody has yet, whatever earlier runs have left.
    taken = User.objects.exclude(register_number="").count() - first
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([column.heading for column in columns_of(book)])
    supervisors, assessors = colleagues[Role.PRACTICE_SUPERVISOR], colleagues[Role.ASSESSOR]
    for number in range(first, first + many):
        writer.writerow(
            [
                name(number),
                f"starter-{number}-{run}@example.org",
                f"SW{1 + number_of(run, number, taken)}",
                f"{1 + number % 28}/{1 + number % 12}/{1975 + number % 28}",
                (start - datetime.timedelta(days=number % 60)).strftime("%d/%m/%Y"),
                ["1", "0.8", "60%"][number % 3],
                f"team {number % TEAMS}",
                supervisors[number % len(supervisors)],
                assessors[number % len(assessors)],
                *(question.choices[0][1] for question in book.questions),
            ]
        )
    return io.BytesIO(written.getvalue().encode())


def number_of(run: str, number: int, taken: int) -> int:
    """The same for a person whenever their row is written, and another for everybody else."""
    return NUMBERS.setdefault((run, number), taken + number)


NUMBERS: dict[tuple[str, int], int] = {}


if __name__ == "__main__":
    main()
