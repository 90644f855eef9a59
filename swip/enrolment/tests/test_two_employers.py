"""Two employers at once, one of which answers for the programme."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import permissions, queries
from swip.enrolment.actions import claims, second_jobs
from swip.enrolment.rules.changes import ChangeRefused
from swip.enrolment.tests.factories import ClaimFactory, EnrolmentFactory, TransferFactory, second_job
from swip.notifications.models import Message

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def lead():
    return OrganisationFactory(name="Northshire Council")


@pytest.fixture
def other():
    return OrganisationFactory(name="Southshire Council")


@pytest.fixture
def enrolment(lead):
    return EnrolmentFactory(organisation=lead, full_time_equivalent=Decimal("0.5"))


def person(organisation, role=Role.COORDINATOR):
    return AppointmentFactory(organisation=organisation, role=role).person


def employers_of(enrolment):
    return reverse("enrolment:employers", args=[enrolment.pk])


def kinds_to(someone):
    return set(Message.objects.filter(to=someone).values_list("kind", flat=True))


VERBS = [
    "visible_to",
    "coordinated_by",
    "answered_for_by",
    "pairable_by",
    "withdrawable_by",
    "decided_by",
    "pausable_by",
    "extendable_by",
    "shortenable_by",
    "releasable_by",
    "lead_handed_over_by",
    "employers_shown_to",
]
COORDINATOR_OF_THE_LEAD = set(VERBS) - {"decided_by"}
TABLE = [
    ("lead", Role.COORDINATOR, COORDINATOR_OF_THE_LEAD),
    ("lead", Role.DECISION_MAKER, {"visible_to", "decided_by"}),
    ("other", Role.COORDINATOR, {"visible_to", "coordinated_by", "employers_shown_to"}),
    ("other", Role.DECISION_MAKER, {"visible_to"}),
    ("elsewhere", Role.COORDINATOR, set()),
]


@pytest.mark.parametrize(("where", "role", "may"), TABLE)
def test_the_lead_answers_and_the_second_employer_sees(enrolment, lead, other, where, role, may):
    second_job(enrolment, other)
    organisation = {"lead": lead, "other": other}.get(where) or OrganisationFactory()
    someone = person(organisation, role)
    assert {verb for verb in VERBS if getattr(permissions, verb)(someone).contains(enrolment)} == may


def test_a_second_job_begins_with_the_worker_s_word(enrolment, lead, other):
    worker, of_lead = enrolment.social_worker, person(lead)
    claim = ClaimFactory(
        worker=worker,
        kind="second_job",
        organisation=other,
        programme=enrolment.programme,
        full_time_equivalent="0.4",
        first_day=timezone.localdate(),
    )
    claims.agree(claim, by=worker)
    job = enrolment.employment_periods.get(organisation=other)
    assert (job.is_lead, job.starts_on) == (False, timezone.localdate())
    assert enrolment.employment_periods.get(organisation=lead).ends_on is None
    assert queries.employer_name(enrolment) == "Northshire Council"
    assert "second-job-began" in kinds_to(of_lead)
    assert "second-job-agreed" in kinds_to(claim.claimed_by)
    entries = history.of_chain(enrolment.history_chain)
    assert "still answers" in entries.get(action="enrolment.second_job_began").note
    assert entries.filter(action="enrolment.dates_moved").exists()  # more hours: an earlier end


def test_the_lead_is_handed_over_from_a_day_on(enrolment, lead, other, time_machine):
    second_job(enrolment, other)
    of_lead, of_other = person(lead), person(other)
    end, supervisor = enrolment.expected_end_on, enrolment.supervisor
    day = timezone.localdate() + 10 * A_DAY
    second_jobs.hand_over_lead(enrolment, other, from_day=day, agreed_with="Olu, manager", by=of_lead)
    enrolment.refresh_from_db()
    assert enrolment.expected_end_on == end
    assert enrolment.supervisor == supervisor
    assert "lead-handed-over" in kinds_to(of_other) & kinds_to(enrolment.social_worker)
    entry = history.of_chain(enrolment.history_chain).get(action="enrolment.lead_handed_over")
    assert "Agreed with Olu, manager" in entry.note
    assert permissions.withdrawable_by(of_lead).contains(enrolment)
    assert not permissions.withdrawable_by(of_other).contains(enrolment)
    time_machine.move_to(datetime.datetime.combine(day, datetime.time(9)))
    assert not permissions.withdrawable_by(of_lead).contains(enrolment)
    assert permissions.withdrawable_by(of_other).contains(enrolment)
    assert permissions.coordinated_by(of_lead).contains(enrolment)


def test_a_lead_handed_over_twice_at_once_is_handed_over_once(enrolment, lead, other):
    second_job(enrolment, other)
    details = {"from_day": timezone.localdate(), "agreed_with": "Olu", "by": person(lead)}
    second_jobs.hand_over_lead(enrolment, other, **details)
    with pytest.raises(StaleStep):
        second_jobs.hand_over_lead(enrolment, other, **details)


def test_a_second_job_ends_and_the_other_goes_on(enrolment, lead, other):
    job, of_other, of_lead = second_job(enrolment, other), person(other), person(lead)
    last_day = timezone.localdate() - A_DAY
    second_jobs.end_second_job(job, last_day=last_day, by=of_other)
    job.refresh_from_db()
    assert job.ends_on == last_day
    assert not permissions.visible_to(of_other).contains(enrolment)
    assert permissions.visible_to(of_lead).contains(enrolment)
    assert kinds_to(of_lead) == kinds_to(enrolment.social_worker) == {"second-job-ended"}
    entry = history.of_chain(enrolment.history_chain).get(action="enrolment.second_job_ended")
    assert entry.on_behalf_of == "Southshire Council"
    with pytest.raises(StaleStep):
        second_jobs.end_second_job(job, last_day=last_day, by=of_lead)


def test_a_second_job_that_was_only_planned_is_taken_back(enrolment, lead, other):
    job = second_job(enrolment, other, from_day=timezone.localdate() + 5 * A_DAY)
    second_jobs.end_second_job(job, last_day=None, by=person(lead))
    assert not enrolment.employment_periods.filter(organisation=other).exists()


def test_a_running_job_with_hours_to_come_ends_as_one_job(client, enrolment, lead, other):
    today = timezone.localdate()
    job = second_job(enrolment, other)
    job.ends_on = today + 9 * A_DAY
    job.save()
    planned = second_job(enrolment, other, from_day=today + 10 * A_DAY, full_time_equivalent=Decimal("0.2"))
    client.force_login(person(lead))
    page = reverse("enrolment:end_second_job", args=[planned.pk])
    assertContains(client.get(page), "What is their last day there?")
    for last_day in [today + 20 * A_DAY, today]:
        boxes = {f"last_day_{part}": getattr(last_day, part) for part in ["day", "month", "year"]}
        assertContains(client.post(page, boxes), "Check your answers")
    assertRedirects(client.post(page, {**boxes, "step": "confirm"}), employers_of(enrolment))
    assert enrolment.employment_periods.get(organisation=other).ends_on == today
    entry = history.of_chain(enrolment.history_chain).get(action="enrolment.second_job_ended")
    assert entry.data["first_day"] == enrolment.starts_on.isoformat()


def test_hours_that_changed_do_not_break_a_stay(enrolment, lead, other):
    today = timezone.localdate()
    first = enrolment.employment_periods.get()
    first.ends_on = today - A_DAY
    first.save()
    second_job(enrolment, other)
    enrolment.employment_periods.create(
        organisation=lead, full_time_equivalent=Decimal("0.8"), starts_on=today, ends_on=today + 9 * A_DAY
    )
    stay = queries.lead_stay_on(enrolment, today)
    assert (stay.starts_on, stay.ends_on) == (enrolment.starts_on, today + 9 * A_DAY)
    assert [each.organisation for each in queries.stays(enrolment)] == [lead, other]


@pytest.mark.parametrize("status", ["draft", "released"])
def test_the_lead_of_somebody_who_is_on_the_move_is_not_handed_over(enrolment, lead, other, status):
    second_job(enrolment, other)
    TransferFactory(enrolment=enrolment, status=status)
    with pytest.raises(ChangeRefused, match="Take the release back first"):
        second_jobs.hand_over_lead(
            enrolment, other, from_day=timezone.localdate(), agreed_with="Olu", by=person(lead)
        )
    assert enrolment.employment_periods.get(is_lead=True).organisation == lead


def test_a_move_into_the_time_of_a_lead_that_was_promised_to_another_is_told(enrolment, lead, other):
    second_job(enrolment, other)
    today = timezone.localdate()
    second_jobs.hand_over_lead(
        enrolment, other, from_day=today + 25 * A_DAY, agreed_with="Olu", by=person(lead)
    )
    TransferFactory(enrolment=enrolment, from_organisation=lead, last_day=today + 20 * A_DAY)
    claim = ClaimFactory(worker=enrolment.social_worker, programme=enrolment.programme)
    with pytest.raises(ChangeRefused, match="overlaps another job in your record"):
        claims.agree(claim, by=enrolment.social_worker)
    assert enrolment.employment_periods.count() == 4
    assert enrolment.transfers.get().status == "released"


def test_a_second_job_from_before_the_end_of_an_earlier_one_is_told_on_the_page(client, enrolment, other):
    earlier, today = second_job(enrolment, other), timezone.localdate()
    earlier.ends_on = today - 5 * A_DAY
    earlier.save()
    claim = ClaimFactory(
        worker=enrolment.social_worker,
        kind="second_job",
        organisation=other,
        programme=enrolment.programme,
        first_day=today - 6 * A_DAY,
    )
    client.force_login(enrolment.social_worker)
    response = client.post(claim.get_absolute_url(), {"answer": "agree"})
    assertContains(response, "Ask Southshire Council to claim you again with another first day")
    claim.refresh_from_db()
    assert claim.status == "waiting"
    assert enrolment.employment_periods.count() == 2
