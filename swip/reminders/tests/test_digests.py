"""A day's reminders: who gets which, once, in one email, when they are awake."""

import datetime
from threading import Barrier, Thread

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, UserFactory
from swip.assessment.permissions import decidable_by
from swip.assessment.tests.factories import RecommendationFactory
from swip.enrolment.models import Absence, EmploymentPeriod, Enrolment, Pairing, StageDate
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.models import Evidence
from swip.evidence.tests.factories import EvidenceFactory
from swip.notifications.jobs import send_message
from swip.notifications.models import Message
from swip.notifications.tests.factories import ChoicesFactory
from swip.programmes.tests.factories import rule_book
from swip.reminders import actions, digests, jobs
from swip.reminders.models import Digest, Reminder, Round
from swip.reminders.things import Ground, all_due, decisions
from swip.reviews.tests.factories import ReviewFactory
from swip.staffing.models import Away
from swip.supervision.models import Signature, SupportAgreement
from swip.supervision.tests.factories import SessionFactory, SupportAgreementFactory

pytestmark = pytest.mark.django_db
TUESDAY = datetime.date(2027, 3, 9)
A_DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    """Nine in the morning of a Tuesday, and everything is where the story puts it."""
    with time_machine.travel(datetime.datetime(2027, 3, 9, 9, tzinfo=datetime.UTC), tick=False) as clock:
        yield clock


def agreed(enrolment):
    """Their support agreement is signed by everybody."""
    SupportAgreement.objects.create(
        enrolment=enrolment, status="in_force", in_force_on=TUESDAY - A_DAY, started_by=UserFactory()
    )
    return enrolment


def enrolment_with_review_due(days, **details):
    """One stage has a date so many days from today; all else is done with."""
    enrolment = agreed(EnrolmentFactory(**details))
    first = enrolment.rule_book.reviews[0]
    enrolment.stage_dates.exclude(stage=first).delete()
    enrolment.stage_dates.update(due_on=TUESDAY + days * A_DAY)
    Enrolment.objects.filter(pk=enrolment.pk).update(expected_end_on=TUESDAY + 400 * A_DAY)
    return enrolment


def reminded():
    return sorted(Reminder.objects.values_list("person__email", "step"))


def coordinator_of(enrolment):
    employer = enrolment.employment_periods.get().organisation
    return AppointmentFactory(organisation=employer, role=Role.COORDINATOR).person


@pytest.mark.parametrize(
    ("days", "step"), [(14, "before-14"), (5, "before-14"), (3, "before-3"), (0, "due-0"), (-1, "late-1")]
)
def test_a_supervisor_is_reminded_of_a_review(days, step):
    enrolment = enrolment_with_review_due(days)
    assert actions.make_digests() == 1
    assert reminded() == [(enrolment.supervisor.email, step)]


def test_nothing_is_said_before_its_time_or_of_what_is_done():
    enrolment_with_review_due(15)
    held = enrolment_with_review_due(3)
    ReviewFactory(enrolment=held, stage=held.rule_book.reviews[0], status="signed", signed_at=timezone.now())
    assert actions.make_digests() == 0


def test_a_day_has_one_digest_however_often_the_job_runs(run_jobs):
    enrolment = enrolment_with_review_due(3)
    jobs.make_digests(timestamp=0)
    jobs.make_digests(timestamp=0)
    Round.objects.update(finished_at=None)  # as if it had been stopped half way
    jobs.make_digests(timestamp=0)
    run_jobs()
    assert [each.to for each in mail.outbox] == [[enrolment.supervisor.email]]


def test_each_step_is_told_once_and_the_next_one_on_its_day(clock, run_jobs):
    enrolment_with_review_due(14)
    told = []
    for number in range(40):
        day = datetime.datetime(2027, 3, 9, 9, tzinfo=datetime.UTC) + number * A_DAY
        clock.move_to(day)
        run_jobs()
        before = set(Reminder.objects.values_list("step", flat=True))
        actions.make_digests()
        told += [(number, step) for step in set(Reminder.objects.values_list("step", flat=True)) - before]
    assert told == [
        (0, "before-14"),
        (11, "before-3"),
        (14, "due-0"),
        (15, "late-1"),
        (21, "late-7"),
        (28, "escalated-14"),
    ]
    assert Digest.objects.count() == Message.objects.count() == 6


def test_days_that_were_missed_do_not_make_a_flood(clock):
    enrolment = enrolment_with_review_due(-10)
    actions.make_digests()
    assert reminded() == [(enrolment.supervisor.email, "late-7")]


def test_a_new_day_for_a_thing_is_reminded_of_again(clock, run_jobs):
    enrolment = enrolment_with_review_due(0)
    actions.make_digests()
    run_jobs()
    StageDate.objects.filter(enrolment=enrolment).update(due_on=TUESDAY + 4 * A_DAY)
    clock.shift(A_DAY)
    actions.make_digests()
    assert {step for _, step in reminded()} == {"due-0", "before-3"}


def test_what_is_late_for_long_is_told_to_the_coordinators(run_jobs):
    enrolment = enrolment_with_review_due(-14)
    coordinator = coordinator_of(enrolment)
    AppointmentFactory(role=Role.COORDINATOR)  # of somebody else
    actions.make_digests()
    run_jobs()
    letters = {each.to[0]: each for each in mail.outbox}
    assert set(letters) == {enrolment.supervisor.email, coordinator.email}
    told = letters[coordinator.email].body
    assert enrolment.social_worker.name in told
    assert enrolment.get_absolute_url() in told


def test_nobody_else_is_told_of_what_is_late_for_a_few_days():
    enrolment = enrolment_with_review_due(-13)
    coordinator_of(enrolment)
    actions.make_digests()
    assert Digest.objects.get().person == enrolment.supervisor


def test_a_subject_says_nothing_adverse_and_names_nobody(run_jobs):
    enrolment = enrolment_with_review_due(-14)
    coordinator_of(enrolment)
    EvidenceFactory(
        enrolment=enrolment,
        title="Visit to the Smith family",
        status=Evidence.Status.SUBMITTED,
        submitted_at=timezone.now() - 30 * A_DAY,
    )
    actions.make_digests()
    run_jobs()
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        assert "late" not in letter.subject.lower()
        assert enrolment.social_worker.name not in letter.subject
        assert "Smith" not in letter.subject + letter.body


def test_one_letter_gathers_what_there_is_to_do(run_jobs):
    enrolment = enrolment_with_review_due(3)
    for number in range(2):
        EvidenceFactory(
            enrolment=enrolment,
            title=f"Piece {number}",
            status=Evidence.Status.SUBMITTED,
            submitted_at=timezone.now() - 14 * A_DAY,
        )
    actions.make_digests()
    run_jobs()
    letter = mail.outbox[0]
    assert letter.subject == "Your reminders: 3 things to look at"
    assert letter.body.index("Evidence to read") < letter.body.index("Reviews to hold and write up")
    assert "/reminders/choices/" in letter.body
    assert "\n\n\n" not in letter.body


def test_a_social_worker_is_reminded_of_a_self_assessment_and_of_a_review_to_sign():
    enrolment = EnrolmentFactory(starts_on=TUESDAY - 28 * A_DAY)
    actions.make_digests()
    mine = Reminder.objects.filter(person=enrolment.social_worker)
    assert {each.thing for each in mine} == {f"self-assessment-{enrolment.pk}-beginning"}


def test_an_assessor_is_reminded_before_a_programme_ends():
    enrolment = enrolment_with_review_due(100)
    Enrolment.objects.filter(pk=enrolment.pk).update(expected_end_on=TUESDAY + 14 * A_DAY)
    actions.make_digests()
    assert reminded() == [(enrolment.assessor.email, "before-14")]


def test_a_supervisor_is_reminded_of_an_agreement_to_write():
    enrolment = EnrolmentFactory(starts_on=TUESDAY - 25 * A_DAY)
    actions.make_digests()
    thing = f"agreement-{enrolment.pk}"
    assert Reminder.objects.get(thing=thing).person == enrolment.supervisor
    assert Reminder.objects.get(thing=thing).step == "before-3"


def test_whoever_has_not_signed_an_agreement_is_reminded_to():
    enrolment = EnrolmentFactory(starts_on=TUESDAY - 27 * A_DAY)
    coordinator = coordinator_of(enrolment)
    version = SupportAgreementFactory(enrolment=enrolment, status="offered").versions.get()
    Signature.objects.create(version=version, part="practice_supervisor", person=enrolment.supervisor)
    actions.make_digests()
    told = Reminder.objects.filter(thing=f"agreement-version-{version.pk}")
    assert {each.person for each in told} == {enrolment.social_worker, coordinator}


def test_both_who_meet_are_reminded_of_a_session():
    enrolment = enrolment_with_review_due(100)
    SessionFactory(enrolment=enrolment, status="planned", planned_for=TUESDAY + 3 * A_DAY)
    actions.make_digests()
    assert {email for email, _ in reminded()} == {enrolment.social_worker.email, enrolment.supervisor.email}


def test_once_its_day_has_passed_the_supervisor_says_what_came_of_a_session():
    enrolment = enrolment_with_review_due(100)
    SessionFactory(enrolment=enrolment, status="planned", planned_for=TUESDAY - A_DAY)
    actions.make_digests()
    assert reminded() == [(enrolment.supervisor.email, "late-1")]


def test_while_a_colleague_is_away_whoever_covers_for_them_is_reminded():
    enrolment = enrolment_with_review_due(3)
    employer = enrolment.employment_periods.get().organisation
    cover = AppointmentFactory(organisation=employer, role=Role.PRACTICE_SUPERVISOR).person
    away = {"starts_on": TUESDAY - A_DAY, "ends_on": TUESDAY + A_DAY}
    Away.objects.create(person=enrolment.supervisor, organisation=employer, recorded_by=UserFactory(), **away)
    assert actions.make_digests() == 0
    Round.objects.all().delete()
    Pairing.objects.create(enrolment=enrolment, kind="supervisor", person=cover, is_cover=True, **away)
    actions.make_digests()
    assert reminded() == [(cover.email, "before-3")]


def test_more_time_that_was_agreed_is_never_counted_as_late():
    enrolment = enrolment_with_review_due(-5)
    enrolment.stage_dates.update(late_after=TUESDAY + 20 * A_DAY)
    actions.make_digests()
    assert reminded() == [(enrolment.supervisor.email, "due-0")]


def test_while_a_programme_stands_still_nobody_is_reminded_of_it():
    enrolment_with_review_due(3, status=Enrolment.Status.PAUSED)
    assert actions.make_digests() == 0


def test_somebody_who_is_away_is_left_in_peace():
    enrolment = EnrolmentFactory(starts_on=TUESDAY - 28 * A_DAY)
    Absence.objects.create(
        enrolment=enrolment,
        kind="long_sickness",
        kind_words="Sickness",
        starts_on=TUESDAY,
        recorded_by=UserFactory(),
    )
    actions.make_digests()
    assert not Reminder.objects.filter(person=enrolment.social_worker).exists()


def test_somebody_whose_appointment_is_over_hears_nothing():
    enrolment = enrolment_with_review_due(3)
    enrolment.supervisor.appointments.update(ends_on=TUESDAY - A_DAY)
    assert actions.make_digests() == 0


def test_somebody_whose_account_is_closed_hears_nothing():
    enrolment = enrolment_with_review_due(3)
    person = enrolment.supervisor
    person.is_active = False
    person.save()
    assert actions.make_digests() == 0


# When it leaves


def test_a_digest_made_at_night_leaves_in_the_morning(clock):
    clock.move_to(datetime.datetime(2027, 3, 27, 20, tzinfo=datetime.UTC))  # the night of the clock change
    enrolment_with_review_due(18 + 3)
    actions.make_digests()
    message = Message.objects.get()
    assert message.leave_at == datetime.datetime(2027, 3, 28, 7, tzinfo=datetime.UTC)
    assert ProcrastinateJob.objects.get().scheduled_at == message.leave_at
    assert Digest.objects.get().day == datetime.date(2027, 3, 28)


def test_one_that_leaves_tomorrow_is_tomorrow_s_only_one(clock, run_jobs):
    enrolment = enrolment_with_review_due(4)
    clock.move_to(datetime.datetime(2027, 3, 9, 20, tzinfo=datetime.UTC))
    actions.make_digests()
    assert reminded() == [(enrolment.supervisor.email, "before-3")]  # of the day on which it is read
    EvidenceFactory(
        enrolment=enrolment, status=Evidence.Status.SUBMITTED, submitted_at=timezone.now() - 14 * A_DAY
    )
    clock.move_to(datetime.datetime(2027, 3, 10, 9, tzinfo=datetime.UTC))
    run_jobs()
    assert actions.make_digests() == 0
    clock.shift(A_DAY)
    assert actions.make_digests() == 1


def test_a_worker_that_was_down_all_day_wakes_nobody_and_sends_no_two_at_once(clock):
    clock.move_to(datetime.datetime(2027, 3, 27, 10, tzinfo=datetime.UTC))
    enrolment = enrolment_with_review_due(18 + 3)
    actions.make_digests()
    clock.move_to(datetime.datetime(2027, 3, 27, 22, tzinfo=datetime.UTC))
    message = Message.objects.get()
    send_message(message_id=message.pk)
    assert mail.outbox == []
    message.refresh_from_db()
    # By the clock on the wall, which goes forward in this night.
    assert message.leave_at == datetime.datetime(2027, 3, 28, 9, tzinfo=datetime.UTC)
    EvidenceFactory(
        enrolment=enrolment, status=Evidence.Status.SUBMITTED, submitted_at=timezone.now() - 14 * A_DAY
    )
    clock.move_to(datetime.datetime(2027, 3, 28, 9, tzinfo=datetime.UTC))
    assert actions.make_digests() == 0
    send_message(message_id=message.pk)
    assert len(mail.outbox) == 1
    clock.shift(A_DAY)
    assert actions.make_digests() == 1


def test_the_database_refuses_a_second_digest_of_a_day_and_a_second_reminder_of_a_step():
    enrolment_with_review_due(3)
    actions.make_digests()
    digest, reminder = Digest.objects.get(), Reminder.objects.get()
    for twin in (digest, reminder):
        twin.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_of_two_jobs_at_once_each_person_gets_one_digest(clock):
    people = {enrolment_with_review_due(3).supervisor.pk for _ in range(3)}
    ready = Barrier(3)
    failures = []

    def job():
        ready.wait()
        try:
            actions.make_digests()
        except Exception as reason:
            failures.append(reason)
        finally:
            connection.close()

    workers = [Thread(target=job) for _ in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert failures == []
    assert set(Digest.objects.values_list("person", flat=True)) == people
    assert Digest.objects.count() == Message.objects.count() == ProcrastinateJob.objects.count() == 3


# What they chose


def chosen(days, **choices):
    enrolment = enrolment_with_review_due(days)
    ChoicesFactory(person=enrolment.supervisor, **choices)
    actions.make_digests()
    return reminded()


def test_who_wants_no_reminders_gets_none():
    assert chosen(-1, rhythm="none") == []


def test_who_wants_only_what_is_late_gets_that():
    assert chosen(3, rhythm="late") == []


def test_what_is_late_comes_to_who_wants_only_that():
    assert [step for _, step in chosen(-1, rhythm="late")] == ["late-1"]


@pytest.mark.parametrize(("weekday", "count"), [(1, 0), (2, 1), (3, 0)])
def test_a_weekly_digest_comes_on_its_day(weekday, count):
    assert len(chosen(3, rhythm="weekly", weekday=weekday)) == count


def test_a_weekly_digest_that_was_missed_comes_on_the_next_day(clock):
    enrolment = enrolment_with_review_due(3)
    ChoicesFactory(person=enrolment.supervisor, rhythm="weekly", weekday=1)
    Round.objects.create(day=TUESDAY - 2 * A_DAY, covers_from=TUESDAY - 2 * A_DAY, finished_at=timezone.now())
    assert actions.make_digests() == 1


def test_own_hours_of_rest_are_kept():
    chosen(3, quiet_until=datetime.time(11), quiet_from=datetime.time(15))
    assert Message.objects.get().leave_at == datetime.datetime(2027, 3, 9, 11, tzinfo=datetime.UTC)


def test_rules_that_leave_no_hour_together_do_not_keep_anybody_from_being_reminded():
    night, day = ({"from": "19:00", "to": "08:00"}, {"from": "08:00", "to": "19:00"})
    hours = digests.Hours(timezone.now())
    books = [
        rule_book(changed={"reminders.quiet_hours": [night]}),
        rule_book("asye", changed={"reminders.quiet_hours": [day]}),
    ]
    assert hours.window(books, None)[0] == timezone.now()


# What it costs


def test_it_takes_as_many_questions_for_many_people_as_for_few(django_assert_max_num_queries):
    for _ in range(8):
        enrolment_with_review_due(3)
    with django_assert_max_num_queries(40):
        assert actions.make_digests() == 8


def test_whoever_decides_for_the_lead_employer_is_asked_and_nobody_who_assesses():
    recommendation = RecommendationFactory(status="submitted")
    enrolment = recommendation.enrolment
    lead = enrolment.employment_periods.get().organisation
    second = EmploymentPeriod.objects.create(
        enrolment=enrolment,
        organisation=OrganisationFactory(),
        starts_on=enrolment.starts_on,
        full_time_equivalent="0.4",
        is_lead=False,
    )
    decides = AppointmentFactory(organisation=lead, role=Role.DECISION_MAKER).person
    also_assesses = AppointmentFactory(organisation=lead, role=Role.DECISION_MAKER).person
    AppointmentFactory(organisation=second.organisation, role=Role.DECISION_MAKER)
    AppointmentFactory(organisation=lead, role=Role.ASSESSOR, person=also_assesses)
    Pairing.objects.filter(enrolment=enrolment, kind=Pairing.Kind.ASSESSOR).update(person=also_assesses)
    (thing,) = decisions(Ground(TUESDAY))
    assert thing.to == (decides.pk,)
    assert decidable_by(decides).contains(recommendation)


def test_everything_that_is_found_has_an_address_and_somebody_to_do_it():
    enrolment_with_review_due(-3)
    agreed(EnrolmentFactory(starts_on=TUESDAY - 28 * A_DAY))
    for thing in all_due(Ground(TUESDAY)):
        assert thing.href.startswith("/")
        assert thing.to


def test_the_worker_makes_them_by_itself():
    periodic = {each.task.name: each.cron for each in app.periodic_registry.periodic_tasks.values()}
    assert periodic["swip.reminders.jobs.make_digests"] == "40 5-20 * * *"
