"""The programme stands still, and goes on."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import close_old_connections, connection
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.tests.factories import UserFactory
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions, jobs, queries
from swip.enrolment.models import Enrolment, Pause
from swip.enrolment.queries.pauses import pause_reasons
from swip.enrolment.rules.changes import ChangeRefused
from swip.enrolment.tests.factories import EnrolmentFactory, small_standards
from swip.govuk.words import date_in_words
from swip.notifications.models import Message
from swip.programmes.tests.factories import rule_book

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)
EVERYBODY = ["social_worker", "assessor", "line_manager", "coordinator"]


def days_ago(count):
    return timezone.localdate() - count * A_DAY


def date_boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def pause(enrolment, first, back, **changes):
    details = {"reason": "long_sickness", "agreed_by": EVERYBODY, "by": UserFactory()} | changes
    return actions.pause(enrolment, starts_on=first, expected_return_on=back, **details)


def test_a_pause_stands_still_and_a_return_goes_on_from_there(enrolment):
    end = enrolment.expected_end_on
    paused = pause(enrolment, days_ago(10), days_ago(-20))
    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.expected_end_on) == (Enrolment.Status.PAUSED, end + 30 * A_DAY)

    actions.resume(paused, first_day_back=days_ago(0), by=UserFactory())
    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.expected_end_on) == (Enrolment.Status.ACTIVE, end + 10 * A_DAY)
    assert Pause.objects.get().ends_on == days_ago(1)
    with pytest.raises(StaleStep):
        actions.resume(paused, first_day_back=days_ago(0), by=UserFactory())


def test_it_is_told_why_who_agreed_and_until_when(enrolment, coordinator):
    paused = pause(enrolment, days_ago(0), days_ago(-90), by=coordinator)
    letter = Message.objects.get(to=enrolment.social_worker)
    assert letter.subject == "The programme is paused"
    assert "line manager" in letter.body
    assert history.of(paused).get().data["agreed_by"] == EVERYBODY


def test_everybody_has_to_agree(enrolment):
    with pytest.raises(ChangeRefused, match="Not yet: coordinator"):
        pause(enrolment, days_ago(0), days_ago(-90), agreed_by=EVERYBODY[:-1])


def test_how_well_somebody_works_is_never_offered():
    listed = [["capability", "Capability"], ["other", "Another reason"]]
    book = rule_book(standards=small_standards(), changed={"programme.pause.reasons": listed})
    assert [code for code, _ in pause_reasons(book)] == ["other"]


def test_an_absence_that_is_open_becomes_the_pause(enrolment):
    away = actions.record_absence(
        enrolment, kind="sickness", starts_on=days_ago(40), ends_on=None, by=UserFactory()
    )
    pause(enrolment, days_ago(5), days_ago(-30))
    away.refresh_from_db()
    assert away.ends_on == days_ago(6)


@pytest.fixture
def away(enrolment):
    """Sick for weeks, without a last day."""
    return actions.record_absence(
        enrolment, kind="sickness", starts_on=days_ago(60), ends_on=None, by=UserFactory()
    )


def test_an_absence_is_open_again_once_the_pause_that_ended_it_is_taken_back(client, away, coordinator):
    enrolment = away.enrolment
    enrolment.refresh_from_db()
    end = enrolment.expected_end_on
    paused = pause(enrolment, days_ago(5), days_ago(-30))
    client.force_login(coordinator)
    page = reverse("enrolment:take_back_pause", args=[paused.pk])
    assertContains(client.post(page, {"because": "No pause"}), date_in_words(end))
    client.post(page, {"because": "No pause", "step": "confirm"})
    away.refresh_from_db()
    enrolment.refresh_from_db()
    assert (away.ends_on, enrolment.expected_end_on) == (None, end)
    assert [each.action for each in history.of(away)] == [
        "enrolment.absence_recorded",
        "enrolment.absence_ended",
        "enrolment.absence_reopened",
    ]


def test_an_absence_goes_on_until_the_pause_that_was_moved(away):
    paused = pause(away.enrolment, days_ago(5), days_ago(-30))
    details = {"reason": "other", "expected_return_on": days_ago(-30), "by": UserFactory()}
    moved = actions.correct_pause(paused, starts_on=days_ago(2), because="Later", **details)
    away.refresh_from_db()
    assert away.ends_on == days_ago(3)
    assert history.of(away).last().data["until"] == days_ago(3).isoformat()
    same_day = actions.correct_pause(moved, starts_on=days_ago(2), because="Another reason", **details)
    actions.take_back_pause(same_day, because="No pause", by=UserFactory())
    away.refresh_from_db()
    assert away.ends_on is None


def test_who_has_come_back_was_away_until_then_without_the_pause(away):
    paused = pause(away.enrolment, days_ago(20), days_ago(-30))
    actions.resume(paused, first_day_back=days_ago(4), by=UserFactory())
    paused.refresh_from_db()
    actions.take_back_pause(paused, because="No pause", by=UserFactory())
    away.refresh_from_db()
    assert away.ends_on == days_ago(5)


def test_an_absence_that_goes_on_ends_where_planned_leave_begins(away):
    paused = pause(away.enrolment, days_ago(5), days_ago(-30))
    details = {"kind": "maternity", "starts_on": days_ago(-40), "ends_on": days_ago(-90)}
    actions.record_absence(away.enrolment, **details, by=UserFactory())
    actions.take_back_pause(paused, because="No pause", by=UserFactory())
    away.refresh_from_db()
    assert away.ends_on == days_ago(-39)


def test_a_pause_within_an_absence_that_is_over_is_refused(enrolment):
    actions.record_absence(
        enrolment, kind="sickness", starts_on=days_ago(9), ends_on=days_ago(3), by=UserFactory()
    )
    with pytest.raises(ChangeRefused, match="overlaps sickness"):
        pause(enrolment, days_ago(5), days_ago(-30))


def test_leave_may_be_planned_after_the_return_that_is_expected(enrolment):
    details = {"kind": "maternity", "starts_on": days_ago(-20), "ends_on": days_ago(-90)}
    actions.record_absence(enrolment, **details, by=UserFactory())
    with pytest.raises(ChangeRefused, match="overlaps maternity leave"):
        pause(enrolment, days_ago(5), days_ago(-21))
    paused = pause(enrolment, days_ago(5), days_ago(-20))
    with time_machine.travel(timezone.now() + 25 * A_DAY), pytest.raises(ChangeRefused, match="overlaps"):
        actions.resume(paused, first_day_back=timezone.localdate(), by=UserFactory())


def test_a_planned_pause_begins_by_itself_on_its_day(enrolment):
    paused = pause(enrolment, days_ago(-5), days_ago(-30))
    assert (enrolment.status, paused.is_planned) == (Enrolment.Status.ACTIVE, True)
    assert history.of(paused).get().action == "enrolment.pause_planned"
    assert actions.begin_all_due() == 0
    with time_machine.travel(timezone.now() + 5 * A_DAY):
        jobs.begin_pauses(timestamp=0)
        jobs.begin_pauses(timestamp=0)
    enrolment.refresh_from_db()
    assert enrolment.status == Enrolment.Status.PAUSED
    assert [each.action for each in history.of(paused)][1:] == ["enrolment.paused"]
    assert history.of(paused).last().by is None


def test_a_correction_moves_the_return_and_keeps_what_was_said(enrolment):
    end = enrolment.expected_end_on
    paused = pause(enrolment, days_ago(10), days_ago(-20))
    right = actions.correct_pause(
        paused,
        reason="bereavement",
        starts_on=days_ago(10),
        expected_return_on=days_ago(-30),
        because="They need longer",
        by=UserFactory(),
    )
    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.expected_end_on) == (Enrolment.Status.PAUSED, end + 40 * A_DAY)
    assert (right.corrects, right.agreed_by) == (paused, EVERYBODY)


def test_a_pause_corrected_into_the_future_has_not_begun(enrolment):
    paused = pause(enrolment, days_ago(0), days_ago(-20))
    details = {"reason": "other", "expected_return_on": days_ago(-30), "by": UserFactory()}
    actions.correct_pause(paused, starts_on=days_ago(-3), because="Not yet", **details)
    enrolment.refresh_from_db()
    assert enrolment.status == Enrolment.Status.ACTIVE


def test_a_pause_that_is_taken_back_leaves_everything_as_it_was(enrolment):
    end = enrolment.expected_end_on
    paused = pause(enrolment, days_ago(10), days_ago(-20))
    actions.take_back_pause(paused, because="There was none", by=UserFactory())
    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.expected_end_on) == (Enrolment.Status.ACTIVE, end)
    assert "enrolment.pause_taken_back" in [each.action for each in history.of(paused)]


def test_nothing_is_late_while_a_programme_stands_still(enrolment):
    assert "late" in {each.state for each in queries.stage_line(enrolment)}
    pause(enrolment, days_ago(0), days_ago(-20))
    enrolment.refresh_from_db()
    assert "late" not in {each.state for each in queries.stage_line(enrolment)}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_pause_at_once_the_second_is_told_that_it_has_moved_on():
    enrolment, people = EnrolmentFactory(), [UserFactory(), UserFactory()]
    assert enrolment.rule_book.contents.rules

    def press(person):
        close_old_connections()
        try:
            return pause(enrolment, days_ago(0), days_ago(-20), by=person)
        except StaleStep:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(press, people))
    assert sorted(map(bool, results)) == [False, True]
    assert Pause.objects.count() == 1


# Pages


def typed(first, back, **changes):
    return {
        "reason": "bereavement",
        **date_boxes("starts_on", first),
        **date_boxes("expected_return_on", back),
        "agreed_by": EVERYBODY,
        "note": "",
    } | changes


def test_a_pause_and_a_return_are_typed_checked_and_confirmed(client, enrolment, coordinator):
    client.force_login(coordinator)
    page = reverse("enrolment:pause", args=[enrolment.pk])
    assertContains(client.get(page), "is never a reason for a pause")
    assertNotContains(client.get(page), 'value="capability"')
    check = client.post(page, typed(days_ago(2), days_ago(-8)))
    assertContains(check, "10 days later")
    for each in EVERYBODY:
        assertContains(check, f'name="agreed_by" value="{each}"')
    assertRedirects(
        client.post(page, typed(days_ago(2), days_ago(-8), step="confirm")), enrolment.get_absolute_url()
    )
    assertContains(client.get(enrolment.get_absolute_url()), "Record the return")
    assert client.get(page).status_code == 404

    back = reverse("enrolment:resume", args=[Pause.objects.get().pk])
    assertContains(client.post(back, date_boxes("first_day_back", days_ago(-1))), "must be on or before")
    client.post(back, {**date_boxes("first_day_back", days_ago(0)), "step": "confirm"})
    enrolment.refresh_from_db()
    assert enrolment.status == Enrolment.Status.ACTIVE


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reason": "capability"}, "Select why the programme is paused"),
        ({"agreed_by": ["social_worker"]}, "Not yet: assessor, line manager and coordinator"),
        ({"agreed_by": []}, "Select who has agreed"),
        ({"reason": "other"}, "Enter what the other reason is"),
        (date_boxes("expected_return_on", days_ago(5)), "must be after the first day of the pause"),
    ],
)
def test_mistakes_in_a_pause_are_told(client, enrolment, coordinator, changes, told):
    client.force_login(coordinator)
    page = reverse("enrolment:pause", args=[enrolment.pk])
    assertContains(client.post(page, typed(days_ago(2), days_ago(-8), **changes, step="confirm")), told)
    assert not Pause.objects.exists()


def test_a_pause_is_corrected_and_taken_back_on_its_pages(client, enrolment, coordinator):
    client.force_login(coordinator)
    paused = pause(enrolment, days_ago(10), days_ago(-20))
    correct = reverse("enrolment:correct_pause", args=[paused.pk])
    answers = typed(days_ago(10), days_ago(-40)) | {"because": "They need longer"}
    assertContains(client.post(correct, answers), "They need longer")
    client.post(correct, {**answers, "step": "confirm"})
    right = Pause.objects.counted().get()
    assert right.expected_return_on == days_ago(-40)
    client.post(
        reverse("enrolment:take_back_pause", args=[right.pk]), {"because": "No pause", "step": "confirm"}
    )
    enrolment.refresh_from_db()
    assert enrolment.status == Enrolment.Status.ACTIVE


def test_the_last_day_of_a_pause_is_corrected_to_yesterday_at_the_latest(client, enrolment, coordinator):
    client.force_login(coordinator)
    paused = pause(enrolment, days_ago(10), days_ago(-20))
    actions.resume(paused, first_day_back=days_ago(3), by=coordinator)
    correct = reverse("enrolment:correct_pause", args=[paused.pk])
    answers = typed(days_ago(10), days_ago(-20)) | {"because": "They came back later", "step": "confirm"}
    assertContains(client.post(correct, answers | date_boxes("ends_on", days_ago(0))), "must be on or before")
    client.post(correct, answers | date_boxes("ends_on", days_ago(1)))
    enrolment.refresh_from_db()
    assert (enrolment.status, Pause.objects.counted().get().ends_on) == ("active", days_ago(1))
