"""Days away: recorded, ended, chosen upon, put right, taken back."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from swip.accounts.tests.factories import UserFactory
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions, permissions
from swip.enrolment.models import Absence, Enrolment
from swip.enrolment.queries.absences import choices_to_make, days_in_words
from swip.enrolment.rules.changes import ChangeRefused
from swip.enrolment.tests.factories import AbsenceFactory, EnrolmentFactory, PauseFactory
from swip.notifications.models import Message

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


def test_an_assessor_is_not_told_why_somebody_was_away(client, enrolment, coordinator):
    first = days_ago(90)
    actions.record_absence(
        enrolment, kind="sickness", starts_on=first, ends_on=first + 40 * A_DAY, by=coordinator
    )
    letters = Message.objects.filter(to=enrolment.assessor, kind="time-changed")
    assert all("ickness" not in each.body + each.subject for each in letters)
    client.force_login(enrolment.assessor)
    for name in ["history", "enrolment"]:
        page = client.get(reverse(f"enrolment:{name}", args=[enrolment.pk]))
        assert b"ickness" not in page.content
    client.force_login(enrolment.supervisor)
    page = client.get(reverse("enrolment:history", args=[enrolment.pk]))
    assertContains(page, "Sickness")


def days_ago(count):
    return timezone.localdate() - count * A_DAY


def date_boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def sick(enrolment, first, last, **changes):
    by = changes.pop("by", None) or UserFactory()
    details = {"kind": "sickness", "starts_on": first, "ends_on": last} | changes
    return actions.record_absence(enrolment, by=by, **details)


def end_of(enrolment):
    return Enrolment.objects.get(pk=enrolment.pk).expected_end_on


# What it does


def test_a_short_absence_moves_nothing_and_a_long_one_all_of_it(enrolment):
    end = enrolment.expected_end_on
    sick(enrolment, days_ago(29), days_ago(1))
    assert end_of(enrolment) == end
    sick(enrolment, days_ago(0), days_ago(0))
    assert end_of(enrolment) == end + 30 * A_DAY


def test_everybody_concerned_is_told_what_changed_by_whom_and_which_end(enrolment, coordinator):
    end = enrolment.expected_end_on
    sick(enrolment, days_ago(40), days_ago(1), by=coordinator, note="Told by phone")
    assert {each.to for each in Message.objects.filter(kind="time-changed")} == {
        enrolment.social_worker,
        enrolment.supervisor,
        enrolment.assessor,
    }
    letter = Message.objects.get(to=enrolment.social_worker)
    assert letter.subject == "An absence has been recorded"
    for words in ["Sickness from", "Told by phone", coordinator.name, f"{end.day} {end:%B} {end.year}"]:
        assert words in letter.body
    assert "instead of" in letter.body
    assert Message.objects.get(to=enrolment.supervisor).subject.startswith(enrolment.social_worker.name)


def test_history_says_what_on_whose_behalf_under_which_rules_and_both_ends(enrolment, coordinator):
    end = enrolment.expected_end_on
    absence = sick(enrolment, days_ago(40), days_ago(1), by=coordinator)
    entry = history.of(absence).get()
    assert entry.action == "enrolment.absence_recorded"
    assert (entry.on_behalf_of, entry.rules) == (
        str(enrolment.employment_periods.get().organisation),
        enrolment.rule_book.reference,
    )
    assert entry.data["end"] == [end.isoformat(), (end + 40 * A_DAY).isoformat()]
    assert not history.first_broken_links(enrolment.history_chain)


def test_a_worker_acts_for_themselves(enrolment):
    absence = sick(enrolment, days_ago(3), None, by=enrolment.social_worker)
    assert history.of(absence).get().on_behalf_of == ""
    assert not Message.objects.filter(to=enrolment.social_worker).exists()


def test_an_overlap_is_refused_by_the_name_of_what_it_runs_into(enrolment):
    first = datetime.date(enrolment.expected_end_on.year, 3, 3)
    sick(enrolment, first, first + 17 * A_DAY)
    with pytest.raises(ChangeRefused, match=rf"overlaps sickness from 3 to 20 March {first.year}"):
        sick(enrolment, first + 17 * A_DAY, first + 30 * A_DAY)
    paused = EnrolmentFactory(status=Enrolment.Status.PAUSED)
    PauseFactory(enrolment=paused)
    with pytest.raises(ChangeRefused, match=r"overlaps the pause from .* with a return expected on"):
        sick(paused, days_ago(3), days_ago(1))


def test_an_open_absence_needs_a_last_day_before_what_is_planned(enrolment):
    sick(enrolment, days_ago(-30), days_ago(-60), kind="maternity")
    with pytest.raises(ChangeRefused, match="Without a last day this runs into maternity leave from"):
        sick(enrolment, days_ago(3), None)
    assert sick(enrolment, days_ago(3), days_ago(-29))


def test_nothing_begins_before_the_programme(enrolment):
    with pytest.raises(ChangeRefused, match="cannot begin before"):
        sick(enrolment, enrolment.starts_on - A_DAY, enrolment.starts_on)


def test_whoever_has_finished_is_not_absent(enrolment):
    Enrolment.objects.filter(pk=enrolment.pk).update(status=Enrolment.Status.COMPLETED)
    with pytest.raises(StaleStep):
        sick(enrolment, days_ago(3), None)


def test_the_database_refuses_what_no_check_saw(enrolment):
    AbsenceFactory(enrolment=enrolment, starts_on=days_ago(9), ends_on=days_ago(5))
    with pytest.raises(IntegrityError), transaction.atomic():
        AbsenceFactory(enrolment=enrolment, starts_on=days_ago(5), ends_on=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        PauseFactory(enrolment=enrolment, starts_on=days_ago(6))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_record_the_same_days_at_once_the_second_is_told():
    enrolment, people = EnrolmentFactory(), [UserFactory(), UserFactory()]
    assert enrolment.rule_book.contents.rules

    def record(person):
        close_old_connections()
        try:
            return sick(enrolment, days_ago(9), days_ago(2), by=person)
        except ChangeRefused as refusal:
            return refusal.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(record, people))
    assert sum(isinstance(each, Absence) for each in results) == 1
    assert any("overlaps sickness" in str(each) for each in results)


def test_days_are_said_as_people_say_them():
    first = datetime.date(2028, 3, 3)
    assert days_in_words(first, first) == "on 3 March 2028"
    assert days_in_words(first, datetime.date(2028, 4, 1)) == "from 3 March to 1 April 2028"
    assert days_in_words(first, datetime.date(2029, 3, 1)) == "from 3 March 2028 to 1 March 2029"


# Ended, chosen, put right


def test_an_open_absence_ends_once(enrolment):
    absence = sick(enrolment, days_ago(40), None)
    actions.end_absence(absence, last_day=days_ago(20), by=enrolment.supervisor)
    assert Absence.objects.get().ends_on == days_ago(20)
    assert end_of(enrolment) == enrolment.expected_end_on
    with pytest.raises(StaleStep):
        actions.end_absence(absence, last_day=days_ago(19), by=enrolment.supervisor)


def test_leave_adds_time_until_the_worker_chooses_and_can_be_chosen_again(enrolment):
    end = enrolment.expected_end_on
    leave = sick(enrolment, days_ago(0), days_ago(-99), kind="maternity")
    assert end_of(enrolment) == end + 100 * A_DAY
    assert Message.objects.filter(to=enrolment.social_worker, kind="leave-to-choose").exists()
    assert choices_to_make(permissions.undertaken_by(enrolment.social_worker)).get() == leave

    actions.choose_leave(leave, makes_longer=False, by=enrolment.social_worker)
    assert end_of(enrolment) == end
    actions.choose_leave(leave, makes_longer=False, by=enrolment.social_worker)
    actions.choose_leave(leave, makes_longer=True, by=enrolment.social_worker)
    assert end_of(enrolment) == end + 100 * A_DAY
    chosen = [each for each in history.of(leave) if each.action == "enrolment.absence_chosen"]
    assert [each.data["to"] for each in chosen] == [False, True]
    assert not choices_to_make(permissions.undertaken_by(enrolment.social_worker)).exists()


def test_nothing_is_chosen_about_sickness(enrolment):
    absence = sick(enrolment, days_ago(9), days_ago(2))
    with pytest.raises(StaleStep):
        actions.choose_leave(absence, makes_longer=False, by=enrolment.social_worker)


def test_a_correction_keeps_the_mistake_and_its_reason_and_carries_the_choice(enrolment):
    end = enrolment.expected_end_on
    leave = sick(enrolment, days_ago(0), days_ago(-99), kind="maternity")
    actions.choose_leave(leave, makes_longer=False, by=enrolment.social_worker)
    right = actions.correct_absence(
        leave,
        kind="adoption",
        starts_on=days_ago(0),
        ends_on=days_ago(-9),
        because="It is adoption leave",
        by=enrolment.supervisor,
    )
    leave.refresh_from_db()
    assert (leave.counts, leave.set_aside_because, right.corrects) == (False, "It is adoption leave", leave)
    assert (right.kind_words, right.makes_longer) == ("Adoption leave", False)
    assert end_of(enrolment) == end


def test_what_was_taken_back_counts_no_longer(enrolment):
    absence = sick(enrolment, days_ago(40), days_ago(1))
    actions.take_back_absence(absence, because="They were at work", by=enrolment.supervisor)
    assert end_of(enrolment) == enrolment.expected_end_on
    with pytest.raises(StaleStep):
        actions.take_back_absence(absence, because="Again", by=enrolment.supervisor)
    assert sick(enrolment, days_ago(40), days_ago(39)), "the days are free again"


# Who


def test_social_workers_put_right_only_what_they_recorded_themselves(enrolment):
    worker = enrolment.social_worker
    own = AbsenceFactory(enrolment=enrolment, recorded_by=worker)
    AbsenceFactory(enrolment=enrolment, starts_on=days_ago(60), recorded_by=enrolment.supervisor)
    assert list(permissions.absences_changed_by(worker)) == [own]
    assert permissions.absences_changed_by(enrolment.supervisor).count() == 2
    assert not permissions.absences_changed_by(enrolment.assessor).exists()


def test_only_the_worker_chooses(enrolment, coordinator):
    leave = AbsenceFactory(enrolment=enrolment, kind="maternity", is_exempt=True)
    assert permissions.leave_chosen_by(enrolment.social_worker).contains(leave)
    for other in [enrolment.supervisor, enrolment.assessor, coordinator]:
        assert not permissions.leave_chosen_by(other).contains(leave)


# Pages


def page(enrolment):
    return reverse("enrolment:record_absence", args=[enrolment.pk])


def test_an_absence_is_typed_checked_and_confirmed(client, enrolment, coordinator):
    client.force_login(coordinator)
    typed = {
        "kind": "sickness",
        **date_boxes("starts_on", days_ago(40)),
        **date_boxes("ends_on", days_ago(1)),
        "note": "Told by phone",
    }
    check = client.post(page(enrolment), {**typed, "step": "check"})
    assertContains(check, "Check your answers")
    assertContains(check, "40 days later")
    assertContains(check, 'name="note" value="Told by phone"')
    assert not Absence.objects.exists()
    assertContains(client.post(page(enrolment), {**typed, "step": "change"}), "Told by phone")
    done = client.post(page(enrolment), {**typed, "step": "confirm"})
    assertRedirects(done, enrolment.get_absolute_url())
    assertContains(client.get(enrolment.get_absolute_url()), "Correct or take back")
    again = client.post(page(enrolment), {**typed, "step": "confirm"})
    assertContains(again, "This overlaps sickness")
    assertContains(again, "Told by phone")


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (None, None, "Enter first day away"),
        (9, 10, "must be on or after the first day away"),
        (-9, None, "because this absence is still to come"),
        (400, 1, "First day away must be on or after"),
        (9, -9999, "Last day away must be on or before"),
    ],
)
def test_mistakes_are_told(client, enrolment, first, last, told):
    client.force_login(enrolment.social_worker)
    typed = {"kind": "sickness", "note": "Kept words", "step": "confirm"}
    typed |= date_boxes("starts_on", days_ago(first)) if first is not None else {}
    typed |= date_boxes("ends_on", days_ago(last)) if last is not None else {}
    response = client.post(page(enrolment), typed)
    assertContains(response, told)
    assertContains(response, "Kept words")
    assert not Absence.objects.exists()


def test_a_worker_who_records_leave_is_led_to_choose(client, enrolment):
    client.force_login(enrolment.social_worker)
    typed = {
        "kind": "maternity",
        **date_boxes("starts_on", days_ago(0)),
        **date_boxes("ends_on", days_ago(-99)),
        "step": "confirm",
    }
    response = client.post(page(enrolment), typed)
    choose = reverse("enrolment:choose_leave", args=[Absence.objects.get().pk])
    assertRedirects(response, choose)
    assertContains(client.post(choose, {}), "Select whether the leave makes your programme longer")
    assertRedirects(client.post(choose, {"choice": "not_longer"}), enrolment.get_absolute_url())
    assert Absence.objects.get().makes_longer is False


def test_the_last_day_and_a_correction_and_a_taking_back_have_their_pages(client, enrolment, coordinator):
    client.force_login(coordinator)
    absence = sick(enrolment, days_ago(9), None, by=coordinator)
    end = reverse("enrolment:end_absence", args=[absence.pk])
    assertContains(client.post(end, {"step": "confirm"}), "Enter last day away")
    client.post(end, {**date_boxes("last_day", days_ago(5)), "step": "confirm"})
    absence.refresh_from_db()
    assert absence.ends_on == days_ago(5)

    correct = reverse("enrolment:correct_absence", args=[absence.pk])
    typed = {
        "kind": "sickness",
        **date_boxes("starts_on", days_ago(9)),
        **date_boxes("ends_on", days_ago(6)),
    }
    assertContains(client.post(correct, typed), "Enter why")
    assertContains(client.post(correct, {**typed, "because": "One day less"}), "One day less")
    client.post(correct, {**typed, "because": "One day less", "step": "confirm"})
    right = Absence.objects.counted().get()
    assert (right.ends_on, right.corrects) == (days_ago(6), absence)

    take_back = reverse("enrolment:take_back_absence", args=[right.pk])
    assertContains(client.get(take_back), "Take back an absence")
    client.post(take_back, {"because": "It never was", "step": "confirm"})
    assert not Absence.objects.counted().exists()
    assert client.get(take_back).status_code == 404


def test_the_page_costs_few_queries(client, enrolment, coordinator, django_assert_max_num_queries):
    client.force_login(coordinator)
    client.get(page(enrolment))
    with django_assert_max_num_queries(8):
        client.get(page(enrolment))
    typed = {"kind": "sickness", **date_boxes("starts_on", days_ago(3)), "step": "check"}
    with django_assert_max_num_queries(32):
        client.post(page(enrolment), typed)
