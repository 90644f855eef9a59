"""How long the digests of a day take to make: `python -m bench.digests`, for 10,000 people who each get one.

They are made and queued as the job does it, in one process; sending is what the mail server makes of it.
"""

import argparse
import datetime
import time

from bench import place

PEOPLE = 10_000
EMPLOYERS = 153
OF_ONE_SUPERVISOR = 2
OF_ONE_ASSESSOR = 12
SECONDS = 60
AT_ONCE = 5000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("people", type=int, nargs="?", default=PEOPLE)
    people = arguments.parse_args().people
    place.enter(f"digests-{people}")
    import django

    django.setup()
    make(people)
    measure(people)


def make(people: int) -> None:
    """Social workers with a self-assessment due; supervisors and assessors with theirs to do; some of it late."""
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        marks = place.read_marks(cursor)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if marks.get("people") == str(people):
        return
    call_command("load_standards", verbosity=0)
    call_command("load_rule_books", verbosity=0)
    fill(people)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        place.mark(cursor, "people", str(people))


def fill(people: int) -> None:
    from django.db import transaction
    from django.utils import timezone

    from swip.accounts.models import Appointment, Organisation, Role, User
    from swip.enrolment.models import EmploymentPeriod, Enrolment, Pairing, StageDate
    from swip.programmes.models import Programme, RuleBook

    today = timezone.localdate()
    book = RuleBook.objects.in_force(Programme.objects.get(code="swip"))
    a_day = datetime.timedelta(days=1)

    def some(count, role):
        return User.objects.bulk_create(
            [User(name=f"{role} {number}", email=f"{role}-{number}@example.org") for number in range(count)],
            batch_size=AT_ONCE,
        )

    with transaction.atomic():
        employers = Organisation.objects.bulk_create(
            [Organisation(name=f"Employer {number}", kind="local_authority") for number in range(EMPLOYERS)]
        )
        workers = some(people, "social_worker")
        supervisors = some(max(1, people // OF_ONE_SUPERVISOR), Role.PRACTICE_SUPERVISOR)
        assessors = some(max(1, people // OF_ONE_ASSESSOR), Role.ASSESSOR)
        coordinators = some(2 * EMPLOYERS, Role.COORDINATOR)
        for colleagues, role in [
            (supervisors, Role.PRACTICE_SUPERVISOR),
            (assessors, Role.ASSESSOR),
            (coordinators, Role.COORDINATOR),
        ]:
            Appointment.objects.bulk_create(
                [
                    Appointment(
                        person=each,
                        organisation=employers[number % EMPLOYERS],
                        role=role,
                        starts_on=today - 900 * a_day,
                    )
                    for number, each in enumerate(colleagues)
                ],
                batch_size=AT_ONCE,
            )
        # So many days ago each began; the dates of their stages follow from it.
        began = [today - (number % 400) * a_day for number in range(people)]
        enrolments = Enrolment.objects.bulk_create(
            [
                Enrolment(
                    social_worker=each,
                    programme=book.programme,
                    rule_book=book,
                    standards=book.standards,
                    status=Enrolment.Status.ACTIVE,
                    starts_on=start,
                    expected_end_on=start + 730 * a_day,
                )
                for each, start in zip(workers, began, strict=True)
            ],
            batch_size=AT_ONCE,
        )
        EmploymentPeriod.objects.bulk_create(
            [
                EmploymentPeriod(
                    enrolment=each, organisation=employers[number % EMPLOYERS], starts_on=each.starts_on
                )
                for number, each in enumerate(enrolments)
            ],
            batch_size=AT_ONCE,
        )
        near = {employer: [] for employer in range(EMPLOYERS)}
        near_assessors = {employer: [] for employer in range(EMPLOYERS)}
        for number, each in enumerate(supervisors):
            near[number % EMPLOYERS].append(each)
        for number, each in enumerate(assessors):
            near_assessors[number % EMPLOYERS].append(each)
        Pairing.objects.bulk_create(
            [
                Pairing(
                    enrolment=each,
                    kind=kind,
                    person=of_employer[number // EMPLOYERS % len(of_employer)],
                    starts_on=each.starts_on,
                )
                for number, each in enumerate(enrolments)
                for kind, of_employer in [
                    (Pairing.Kind.SUPERVISOR, near[number % EMPLOYERS]),
                    (Pairing.Kind.ASSESSOR, near_assessors[number % EMPLOYERS]),
                ]
                if of_employer
            ],
            batch_size=AT_ONCE,
        )
        StageDate.objects.bulk_create(
            [
                StageDate(enrolment=each, stage=stage, due_on=each.starts_on + (stage.month * 30) * a_day)
                for each in enrolments
                for stage in book.stages
            ],
            batch_size=AT_ONCE,
        )


def measure(people: int) -> None:
    from django.db import connection
    from procrastinate.contrib.django.models import ProcrastinateJob

    from swip.notifications.models import Message
    from swip.reminders.actions import make_digests
    from swip.reminders.models import Digest, Reminder

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE reminders_round, reminders_reminder, reminders_digest, notifications_message CASCADE"
        )
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    started, processor = time.perf_counter(), time.process_time()
    made = make_digests()
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    assert made == Digest.objects.count() == Message.objects.count() == ProcrastinateJob.objects.count()
    print(
        f"{made:,} digests with {Reminder.objects.count():,} reminders, for {people:,} social workers and those "
        f"who look after them: made and queued in {seconds:.1f} seconds ({processor:.1f} of processor in the job)"
    )
    for_so_many = seconds / made * PEOPLE
    print(f"For {PEOPLE:,} people: {for_so_many:.1f} seconds; the aim is {SECONDS}")
    started = time.perf_counter()
    assert make_digests() == 0
    print(f"Run again, it finds nothing to do in {(time.perf_counter() - started) * 1000:.0f} milliseconds")


if __name__ == "__main__":
    main()
