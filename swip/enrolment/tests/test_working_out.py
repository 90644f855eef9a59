"""The dates in the records follow from what happened."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from swip.accounts.tests.factories import UserFactory
from swip.core import history
from swip.enrolment import actions
from swip.enrolment.models import Absence, Adjustment, EmploymentPeriod, Pause, StageDate
from swip.enrolment.queries.timetable import life_of, sum_of, terms_of, timetable_of
from swip.enrolment.rules import months_after
from swip.enrolment.tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def enrolment():
    return EnrolmentFactory(starts_on=timezone.localdate() - 200 * DAY)


def away(enrolment, first, days, **more):
    starts_on = enrolment.starts_on + first * DAY
    return Absence.objects.create(
        enrolment=enrolment,
        kind="sickness",
        kind_words="Sickness",
        starts_on=starts_on,
        ends_on=starts_on + (days - 1) * DAY,
        recorded_by=UserFactory(),
        **more,
    )


def test_dates_of_an_untouched_life_do_not_move(enrolment):
    assert actions.work_out(enrolment, by=None, because="Nothing happened") is None
    assert not history.of(enrolment).filter(action="enrolment.dates_moved").exists()


def test_absence_moves_what_is_not_held_and_history_keeps_the_sum(enrolment):
    first = enrolment.stage_dates.get(stage__code="month-3")
    actions.hold_stage(enrolment, first.stage, on=first.due_on, by=None)
    away(enrolment, 10, 40)

    moved = actions.work_out(enrolment, by=UserFactory(), because="Sick leave of 40 days")

    assert moved.end_after == months_after(enrolment.starts_on, 24) + 40 * DAY
    enrolment.refresh_from_db()
    assert enrolment.expected_end_on == moved.end_after
    assert enrolment.stage_dates.get(stage__code="month-3").due_on == first.due_on
    assert enrolment.stage_dates.get(stage__is_final=True).due_on == moved.end_after
    entry = history.of(enrolment).get(action="enrolment.dates_moved")
    assert entry.note == "Sick leave of 40 days"
    assert any(
        "40 days, sickness, which counts as absence: nothing served" in line for line in entry.data["sum"]
    )


def test_half_time_asks_for_a_review_between_and_full_time_takes_it_back(enrolment):
    period = enrolment.employment_periods.get()
    EmploymentPeriod.objects.filter(pk=period.pk).update(full_time_equivalent="0.5")
    actions.work_out(enrolment, by=None, because="Half time")
    between = enrolment.stage_dates.get(stage__code="month-18", round=2)
    assert (between.name, between.falls_away) == (f"{between.stage.name}, again", False)

    EmploymentPeriod.objects.filter(pk=period.pk).update(full_time_equivalent="1.0")
    actions.work_out(enrolment, by=None, because="Full time")
    between.refresh_from_db()
    assert between.falls_away
    assert not StageDate.objects.asked_for().filter(pk=between.pk).exists()


def test_more_time_by_an_adjustment_is_never_called_late(enrolment):
    due = enrolment.stage_dates.get(stage__code="month-6")
    Adjustment.objects.create(
        enrolment=enrolment, what_helps="Longer to write", status="in_place", extra_days=10
    )
    actions.work_out(enrolment, by=None, because="")
    on = due.due_on + 10 * DAY
    late = StageDate.objects.filter(pk=due.pk)
    assert (late.late(on).exists(), late.late(on + DAY).exists()) == (False, True)


def test_who_is_still_away_moves_on_day_by_day(enrolment):
    Absence.objects.create(
        enrolment=enrolment,
        kind="sickness",
        kind_words="Sickness",
        starts_on=timezone.localdate() - 39 * DAY,
        recorded_by=UserFactory(),
    )
    assert actions.work_out_open_ends() == 1
    enrolment.refresh_from_db()
    assert enrolment.expected_end_on == months_after(enrolment.starts_on, 24) + 40 * DAY
    assert actions.work_out_open_ends() == 0


def test_a_pause_and_an_absence_never_share_a_day(enrolment):
    absence = away(enrolment, 10, 20)
    with pytest.raises(IntegrityError, match="pause_is_not_within_an_absence"), transaction.atomic():
        Pause.objects.create(
            enrolment=enrolment,
            reason="bereavement",
            reason_words="Bereavement",
            starts_on=absence.ends_on,
            expected_return_on=absence.ends_on + 10 * DAY,
            recorded_by=UserFactory(),
        )


def test_everything_is_read_in_few_questions(enrolment, django_assert_max_num_queries):
    away(enrolment, 10, 40)
    enrolment.rule_book.stages  # noqa: B018 - read once for the whole process
    with django_assert_max_num_queries(9):
        timetable_of(enrolment)


def test_the_sum_says_what_was_served(enrolment):
    away(enrolment, 10, 12)
    told = str(sum_of(life_of(enrolment), terms_of(enrolment.rule_book), timetable_of(enrolment)))
    assert "12 days of absence in induction year 1" in told
    assert "fewer than 30, so nothing moves" in told
    assert "The programme ends on" in told
