"""More time, and less of it."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from swip.accounts.tests.factories import UserFactory
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions, permissions, queries
from swip.enrolment.models import Enrolment, Extension, Reduction
from swip.enrolment.queries.reductions import reductions_to_answer
from swip.enrolment.rules import months_after
from swip.enrolment.rules.changes import ChangeRefused
from swip.enrolment.tests.factories import EnrolmentFactory, ReductionFactory
from swip.notifications.models import Message

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


def end_of(enrolment):
    return Enrolment.objects.get(pk=enrolment.pk).expected_end_on


def more(enrolment, months, **changes):
    end = enrolment.expected_end_on
    details = {"ground": "support_not_provided", "reason": "No supervisor for months", "by": UserFactory()}
    details |= {"instead_of": end} | changes
    return actions.give_more_time(enrolment, to=months_after(end, months), **details)


# More time


def test_more_time_moves_the_end_and_is_told_with_its_ground(enrolment):
    end = enrolment.expected_end_on
    more(enrolment, 3)
    assert end_of(enrolment) == months_after(end, 3)
    letter = Message.objects.get(to=enrolment.social_worker)
    for words in ["the agreed support was not provided", "No supervisor for months", "instead of"]:
        assert words in letter.body


def test_more_time_is_added_to_later_absence_as_well(enrolment):
    end = enrolment.expected_end_on
    extension = more(enrolment, 3)
    today = timezone.localdate()
    actions.record_absence(
        enrolment, kind="sickness", starts_on=today - 39 * A_DAY, ends_on=today, by=UserFactory()
    )
    assert end_of(enrolment) == end + (40 + extension.days) * A_DAY


def test_there_is_a_most_at_once(enrolment):
    with pytest.raises(ChangeRefused, match="may be given until"):
        more(enrolment, 7)


def test_pressed_twice_time_is_given_once(enrolment):
    seen = enrolment.expected_end_on
    more(enrolment, 3)
    with pytest.raises(StaleStep):
        more(enrolment, 3, instead_of=seen)
    assert Extension.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_more_time_at_once_the_second_is_told():
    enrolment, people = EnrolmentFactory(), [UserFactory(), UserFactory()]
    assert enrolment.rule_book.contents.rules

    def press(person):
        close_old_connections()
        try:
            return more(enrolment, 1, by=person)
        except StaleStep:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(map(bool, pool.map(press, people))) == [False, True]


def test_more_time_is_taken_back_but_not_what_the_employer_decided(enrolment, coordinator):
    end = enrolment.expected_end_on
    given = more(enrolment, 3)
    assert permissions.extensions_taken_back_by(coordinator).contains(given)
    actions.take_back_extension(given, because="For somebody else", by=coordinator)
    assert end_of(enrolment) == end
    enrolment.refresh_from_db()
    decided = actions.extend(enrolment, to=end + 30 * A_DAY, reason="Decided", by=UserFactory())
    assert not permissions.extensions_taken_back_by(coordinator).contains(decided)


def test_a_final_review_that_was_held_is_held_again_once_more_time_is_taken_back(enrolment, coordinator):
    final = enrolment.stage_dates.get(stage__is_final=True)
    held_on = timezone.localdate() - 3 * A_DAY
    actions.hold_stage(enrolment, final.stage, on=held_on, by=coordinator)
    given = more(enrolment, 3)
    asked_again = enrolment.stage_dates.get(stage__is_final=True)
    assert (asked_again.round, asked_again.held_on) == (2, None)
    actions.take_back_extension(given, because="For somebody else", by=coordinator)
    restored = enrolment.stage_dates.get(stage__is_final=True)
    assert (restored.round, restored.held_on, restored.due_on) == (1, held_on, final.due_on)


def test_a_final_review_held_in_the_time_that_was_given_stays_as_it_is(enrolment, coordinator):
    final, today = enrolment.stage_dates.get(stage__is_final=True), timezone.localdate()
    actions.hold_stage(enrolment, final.stage, on=today - A_DAY, by=coordinator)
    given = more(enrolment, 3)
    actions.hold_stage(enrolment, final.stage, on=today, by=coordinator, round=2)
    actions.take_back_extension(given, because="For somebody else", by=coordinator)
    stays = enrolment.stage_dates.get(stage__is_final=True)
    assert (stays.round, stays.held_on) == (2, today)


def test_more_time_is_typed_checked_and_confirmed(client, enrolment, coordinator):
    client.force_login(coordinator)
    page = reverse("enrolment:more_time", args=[enrolment.pk])
    typed = {
        "amount": "2",
        "unit": "weeks",
        "ground": "other",
        "reason": "A flood in the office",
        "instead_of": enrolment.expected_end_on.isoformat(),
    }
    assertContains(client.post(page, {**typed, "amount": "27"}), "More time must be 6 months or less")
    assertContains(client.post(page, {**typed, "amount": "9" * 30}), "More time must be 6 months or less")
    assertContains(client.post(page, {**typed, "reason": ""}), "Enter why more time is given")
    assertContains(client.post(page, typed), "14 days later")
    end = enrolment.expected_end_on
    assertRedirects(client.post(page, {**typed, "step": "confirm"}), enrolment.get_absolute_url())
    assert end_of(enrolment) == end + 14 * A_DAY
    assert client.post(page, {**typed, "step": "confirm"}).status_code == 409
    take_back = reverse("enrolment:take_back_extension", args=[Extension.objects.get().pk])
    assertContains(client.post(take_back, {"step": "confirm"}), "Enter why")
    client.post(take_back, {"because": "The office is dry", "step": "confirm"})
    assert end_of(enrolment) == end


# Less time


def test_nothing_changes_until_the_worker_agrees(enrolment, coordinator):
    reduction = actions.propose_reduction(enrolment, months=6, reason="Ten years before", by=coordinator)
    assert end_of(enrolment) == enrolment.expected_end_on
    assert reductions_to_answer(permissions.undertaken_by(enrolment.social_worker)).get() == reduction
    actions.agree_to_reduction(reduction, by=enrolment.social_worker)
    assert end_of(enrolment) == months_after(enrolment.starts_on, 18)
    assert Message.objects.filter(to=coordinator, kind="reduction-answered").exists()
    with pytest.raises(StaleStep):
        actions.agree_to_reduction(reduction, by=enrolment.social_worker)


def test_the_earliest_reviews_are_no_longer_asked_for(enrolment):
    reduction = ReductionFactory(enrolment=enrolment, months=6)
    actions.agree_to_reduction(reduction, by=enrolment.social_worker)
    names = [each.label for each in queries.stage_line(enrolment)]
    assert "Month 3" not in names
    assert "Month 6" not in names
    assert "Month 12" in names


def test_a_worker_may_keep_the_whole_programme(enrolment, coordinator):
    reduction = ReductionFactory(enrolment=enrolment, recorded_by=coordinator)
    actions.decline_reduction(reduction, because="", by=enrolment.social_worker)
    assert not Reduction.objects.counted().exists()
    assert history.of(reduction).get().action == "enrolment.reduction_declined"
    assert actions.propose_reduction(enrolment, months=3, reason="Less", by=coordinator)


def test_enough_remains_and_no_end_lies_in_the_past(enrolment):
    with pytest.raises(ChangeRefused, match="At least 6 months of the programme remain"):
        actions.propose_reduction(enrolment, months=19, reason="Much", by=UserFactory())
    with pytest.raises(ChangeRefused, match="which is past"):
        actions.propose_reduction(enrolment, months=18, reason="Much", by=UserFactory())
    actions.propose_reduction(enrolment, months=6, reason="Enough", by=UserFactory())
    with pytest.raises(ChangeRefused, match="made shorter once"):
        actions.propose_reduction(enrolment, months=6, reason="Again", by=UserFactory())


def test_a_shorter_programme_is_taken_back(enrolment, coordinator):
    reduction = ReductionFactory(enrolment=enrolment)
    actions.agree_to_reduction(reduction, by=enrolment.social_worker)
    actions.take_back_reduction(reduction, because="Agreed by mistake", by=coordinator)
    assert end_of(enrolment) == months_after(enrolment.starts_on, 24)
    assert "Month 3" in [each.label for each in queries.stage_line(enrolment)]


def test_a_shorter_programme_is_proposed_and_answered_on_its_pages(client, enrolment, coordinator):
    client.force_login(coordinator)
    page = reverse("enrolment:propose_reduction", args=[enrolment.pk])
    assertContains(client.post(page, {"months": "19", "reason": "Much"}), "18 months or fewer")
    typed = {"months": "6", "reason": "Ten years before"}
    assertContains(client.post(page, typed), "Nothing changes until they agree")
    client.post(page, {**typed, "step": "confirm"})
    reduction = Reduction.objects.get()

    answer = reverse("enrolment:answer_reduction", args=[reduction.pk])
    assert client.get(answer).status_code == 404
    client.force_login(enrolment.social_worker)
    assertContains(client.get(enrolment.get_absolute_url()), answer)
    assertContains(client.get(answer), "No longer asked for")
    assertContains(client.post(answer, {}), "Select whether you agree")
    assertRedirects(client.post(answer, {"answer": "agree"}), enrolment.get_absolute_url())
    assert Reduction.objects.counted().get() == reduction
