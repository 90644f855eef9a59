import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.tests.factories import UserFactory
from swip.enrolment import actions as enrolments
from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.plans.actions import renew
from swip.plans.tests.factories import ActionFactory, GoalFactory
from swip.reviews import actions
from swip.reviews.models import Review
from swip.reviews.tests.factories import WRITTEN, ReviewFactory
from swip.self_assessment.tests.factories import SelfAssessmentFactory

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}
TODAY = timezone.localdate()


def page(name, *args):
    return reverse(f"reviews:{name}", args=args)


def typed(review, **changes):
    """What the writing page sends."""
    day = {"held_on_day": TODAY.day, "held_on_month": TODAY.month, "held_on_year": TODAY.year}
    return {"revision": review.revision} | day | WRITTEN | changes


@pytest.fixture
def draft(client):
    """A review that the supervisor who is signed in has begun."""
    review = ReviewFactory()
    client.force_login(review.enrolment.supervisor)
    return review


@pytest.fixture
def completed(client):
    """A review that waits for the social worker who is signed in."""
    review = ReviewFactory(**WRITTEN | {"held_on": TODAY})
    actions.complete(review, 0, by=review.enrolment.supervisor)
    client.force_login(review.enrolment.social_worker)
    return review


# How they stand


def test_the_reviews_are_listed_with_their_dates(client, django_assert_max_num_queries):
    enrolment = EnrolmentFactory()
    ReviewFactory(enrolment=enrolment, status="signed")
    client.force_login(enrolment.social_worker)
    client.get(page("list", enrolment.pk))

    with django_assert_max_num_queries(9):
        response = client.get(page("list", enrolment.pk))

    for words in ["Month 3", "Month 24", "Signed", "To come"]:
        assertContains(response, words)
    assertNotContains(response, page("start", enrolment.pk, "month-6"))


def test_the_social_worker_sees_that_one_is_written_and_not_its_words(client):
    review = ReviewFactory(progress="Half a thought")
    client.force_login(review.enrolment.social_worker)

    response = client.get(page("list", review.enrolment_id))

    assertContains(response, "by your supervisor")
    assertNotContains(response, page("review", review.pk))
    assert client.get(page("review", review.pk)).status_code == 404
    assert client.get(page("write", review.pk)).status_code == 404


def test_starting_leads_to_writing(client):
    enrolment = EnrolmentFactory()
    client.force_login(enrolment.supervisor)
    assertContains(client.get(page("list", enrolment.pk)), page("start", enrolment.pk, "month-3"))

    response = client.post(page("start", enrolment.pk, "month-3"))

    assertRedirects(response, page("write", enrolment.reviews.get().pk))


def test_starting_a_completed_one_leads_to_reading(client):
    review = ReviewFactory(status="completed")
    client.force_login(review.enrolment.supervisor)

    response = client.post(page("start", review.enrolment_id, review.stage.code))

    assertRedirects(response, review.get_absolute_url())


@pytest.mark.parametrize("stage", ["start", "month-99"])
def test_there_is_no_review_where_the_rule_book_has_none(client, stage):
    enrolment = EnrolmentFactory()
    client.force_login(enrolment.supervisor)

    assert client.post(page("start", enrolment.pk, stage)).status_code == 404


# Writing


def test_the_plan_stands_beside_the_form_with_what_is_late_until_it_is_renewed(client, draft):
    enrolment = draft.enrolment
    late = ActionFactory(goal__enrolment=enrolment, due_on=TODAY - datetime.timedelta(days=3))
    GoalFactory(enrolment=enrolment, aim="Out of sight", quarantined_at=timezone.now())
    GoalFactory(enrolment=enrolment, aim="Reached", status="reached", closed_at=timezone.now())
    Enrolment.objects.filter(pk=enrolment.pk).update(starts_on=TODAY - datetime.timedelta(days=60))
    address = page("write", draft.pk)

    shown = client.get(address)
    for words in [
        "It has not been renewed since the start of the programme",
        "Goals: 1 being worked on, 1 action late",
        late.what,
        late.goal.get_absolute_url(),
        reverse("plans:plan", args=[enrolment.pk]),
        reverse("plans:renew", args=[enrolment.pk]),
    ]:
        assertContains(shown, words)
    renew(enrolment, said={late.goal.pk: ("open", "")}, seen=0, words="", by=enrolment.supervisor)
    assertContains(client.get(address), "It was renewed on")


def test_the_record_and_the_promises_stand_beside_the_form(client, draft, django_assert_max_num_queries):
    SelfAssessmentFactory(
        enrolment=draft.enrolment, status="shared", answers={"1.1": ("with_support", "Why")}
    )
    client.get(page("write", draft.pk))

    with django_assert_max_num_queries(17):
        response = client.get(page("write", draft.pk))

    for words in [
        "Promised and given, by",
        "What the record shows",
        "Nothing yet",
        "I can do this with support",
        "10%",
    ]:
        assertContains(response, words)
    assertContains(response, draft.enrolment.rule_book.rule_url("supervision.weeks_1_to_6"))


def test_saving_leads_to_another_look(client, draft):
    response = client.post(page("write", draft.pk), typed(draft))

    assertRedirects(response, page("complete", draft.pk) + f"?saved={draft.pk}")
    draft.refresh_from_db()
    assert draft.held_on == TODAY
    assert draft.progress == WRITTEN["progress"]


def test_a_draft_is_saved_as_it_is(client, draft):
    half = {"revision": 0, "progress": "Half a thou", "held_on_day": "3", "then": "later"}

    response = client.post(page("write", draft.pk), half)

    assertRedirects(response, page("list", draft.enrolment_id) + f"?saved={draft.pk}")
    draft.refresh_from_db()
    assert draft.progress == "Half a thou"
    assertContains(client.get(page("write", draft.pk)), 'value="3"')


def test_the_page_saves_itself(client, draft):
    response = client.post(page("write", draft.pk), {"revision": 0, "concerns": "Only st"}, headers=AUTOSAVE)

    assert response.json()["state"] == "saved"
    draft.refresh_from_db()
    assert (draft.concerns, draft.revision) == ("Only st", 1)


def test_what_is_missing_is_told_and_the_rest_kept(client, draft):
    response = client.post(page("write", draft.pk), {"revision": 0, "support": "We met every week"})

    for words in [
        "Enter the date you met",
        f"Select whether {draft.enrolment.social_worker} is on track",
        "Enter what progress has been made",
    ]:
        assertContains(response, words)
    assertContains(response, 'name="revision" value="1"')
    draft.refresh_from_db()
    assert draft.support == "We met every week"


def test_nobody_is_off_track_without_a_concern_and_a_next_step(client, draft):
    response = client.post(
        page("write", draft.pk), typed(draft, on_track="not_yet", concerns="", next_steps=" ")
    )

    assertContains(response, "Enter the concern that means they are not yet on track")
    assertContains(response, "Enter what happens next, and what support there will be")


@pytest.mark.parametrize(
    ("days", "message"), [(1, "The date you met must be on or before"), (-400, "must be on or after")]
)
def test_the_meeting_was_on_the_programme_and_not_in_the_future(client, draft, days, message):
    day = TODAY + datetime.timedelta(days=days)

    response = client.post(
        page("write", draft.pk),
        typed(draft, held_on_day=day.day, held_on_month=day.month, held_on_year=day.year),
    )

    assertContains(response, message)


def test_a_date_that_is_none_is_told_and_kept(client, draft):
    response = client.post(page("write", draft.pk), typed(draft, held_on_day=31, held_on_month=2))

    assertContains(response, "The date you met must be a real date")
    draft.refresh_from_db()
    assert draft.held_on_as_typed == ["31", "2", str(TODAY.year)]


def test_too_long_a_text_is_told_and_kept(client, draft):
    long = "All went well. " * 3000

    response = client.post(page("write", draft.pk), typed(draft, progress=long))

    assertContains(response, "Progress must be 20,000 characters or fewer")
    draft.refresh_from_db()
    assert draft.progress == long.strip()


def test_what_is_longer_than_can_be_kept_stays_on_the_device(client, draft):
    data = typed(draft, progress="x" * 100_001)

    response = client.post(page("write", draft.pk), data, headers=AUTOSAVE)

    assert response.status_code == 422


def test_of_two_tabs_the_second_is_told_and_both_texts_are_kept(client, draft):
    client.post(page("write", draft.pk), typed(draft, progress="Written in the first tab"))

    response = client.post(page("write", draft.pk), typed(draft, progress="Written in the second tab"))

    assertContains(response, "Written in the second tab", status_code=409)
    draft.refresh_from_db()
    assert draft.progress == "Written in the first tab"


# Completing


def test_everything_is_shown_before_it_is_completed(client, draft, django_assert_max_num_queries):
    client.post(page("write", draft.pk), typed(draft))
    client.get(page("complete", draft.pk))

    with django_assert_max_num_queries(6):
        response = client.get(page("complete", draft.pk))

    assertContains(response, WRITTEN["progress"])
    assertContains(response, "Complete the review")


def test_completing_tells_the_social_worker(client, draft):
    client.post(page("write", draft.pk), typed(draft))

    response = client.post(page("complete", draft.pk), {"revision": 1})

    assertRedirects(response, draft.get_absolute_url() + f"?saved={draft.pk}")
    draft.refresh_from_db()
    assert draft.status == Review.Status.COMPLETED
    assertContains(client.get(draft.get_absolute_url()), "has been told", count=0)


def test_an_unfinished_one_is_not_completed(client, draft):
    response = client.post(page("complete", draft.pk), {"revision": 0}, follow=True)

    assertRedirects(response, page("write", draft.pk) + "?check=1")
    assertContains(response, "Enter what support was given")
    draft.refresh_from_db()
    assert draft.is_draft


def test_what_another_window_changed_meanwhile_is_looked_at_first(client, draft):
    client.post(page("write", draft.pk), typed(draft))
    draft.refresh_from_db()
    client.post(page("write", draft.pk), typed(draft, progress="Something else"), headers=AUTOSAVE)

    assert client.post(page("complete", draft.pk), {"revision": 1}).status_code == 409


def test_a_completed_one_is_no_longer_written(client, completed):
    client.force_login(completed.enrolment.supervisor)

    assertRedirects(client.get(page("write", completed.pk)), completed.get_absolute_url())
    assertRedirects(client.get(page("complete", completed.pk)), completed.get_absolute_url())
    late = typed(completed, progress="Written when it was too late")
    assertContains(client.post(page("write", completed.pk), late), "when it was too late", status_code=409)
    assert client.post(page("complete", completed.pk), {"revision": 1}).status_code == 409


# Reading and signing


def test_the_social_worker_reads_it(client, completed, django_assert_max_num_queries):
    client.get(completed.get_absolute_url())

    with django_assert_max_num_queries(8):
        response = client.get(completed.get_absolute_url())

    for words in [WRITTEN["progress"], WRITTEN["support"], "Comment and sign", "10 working days"]:
        assertContains(response, words)


def test_what_was_shared_with_the_supervisor_stays_with_the_supervisor(client):
    review = ReviewFactory(**WRITTEN | {"held_on": TODAY})
    shared = SelfAssessmentFactory(
        enrolment=review.enrolment, status="shared", answers={"1.1": ("help_others", "My reason")}
    )
    actions.complete(review, 0, by=review.enrolment.supervisor)

    for person in ["supervisor", "assessor"]:
        client.force_login(getattr(review.enrolment, person))
        response = client.get(review.get_absolute_url())
        assertNotContains(response, "I can help others to do this")
        assertContains(response, shared.get_absolute_url(), count=1 if person == "supervisor" else 0)


def test_a_comment_saves_itself_and_nobody_else_reads_it_yet(client, completed):
    data = {"revision": 1, "worker_comment": "I would add", "change_wanted": "The da"}

    response = client.post(page("sign", completed.pk), data, headers=AUTOSAVE)

    assert response.json()["state"] == "saved"
    assertContains(client.get(page("sign", completed.pk)), "I would add")
    client.force_login(completed.enrolment.supervisor)
    assertNotContains(client.get(completed.get_absolute_url()), "I would add")


def test_the_social_worker_signs(client, completed):
    data = {"revision": 1, "worker_comment": "A fair account", "decision": "sign"}

    response = client.post(page("sign", completed.pk), data)

    assertRedirects(response, completed.get_absolute_url() + f"?saved={completed.pk}")
    completed.refresh_from_db()
    assert completed.is_signed
    client.force_login(completed.enrolment.assessor)
    assertContains(client.get(completed.get_absolute_url()), "A fair account")


def test_signing_is_chosen_and_never_assumed(client, completed):
    response = client.post(page("sign", completed.pk), {"revision": 1, "worker_comment": "Kept all the same"})

    assertContains(response, "Select whether you sign the review or ask for a change")
    completed.refresh_from_db()
    assert (completed.status, completed.worker_comment) == ("completed", "Kept all the same")


def test_a_change_needs_a_reason(client, completed):
    response = client.post(page("sign", completed.pk), {"revision": 1, "decision": "change"})

    assertContains(response, "Enter what should change")


def test_once_the_programme_is_over_it_is_signed_as_it_is(client, completed):
    enrolments.complete(completed.enrolment, by=UserFactory())

    response = client.get(page("sign", completed.pk))

    assertContains(response, "Sign it")
    assertNotContains(response, "Ask for a change first")
    response = client.post(page("sign", completed.pk), {"revision": 1, "decision": "sign"})
    assert response.status_code == 302


def test_both_the_first_and_the_later_last_review_are_listed(client):
    enrolment = EnrolmentFactory()
    last = enrolment.rule_book.final_stage
    first = ReviewFactory(enrolment=enrolment, stage=last, status="signed")
    enrolments.hold_stage(enrolment, last, on=TODAY, by=None)
    to = enrolment.expected_end_on + datetime.timedelta(days=90)
    enrolments.extend(enrolment, to=to, reason="Illness", by=UserFactory())
    client.force_login(enrolment.supervisor)

    response = client.get(page("list", enrolment.pk))

    assertContains(response, first.get_absolute_url())
    assertContains(response, f"{last.name}, after more time")
    client.post(page("start", enrolment.pk, last.code))
    assertContains(client.get(page("list", enrolment.pk)), "Carry on writing")


def test_a_change_that_was_asked_for_is_shown_to_the_supervisor_and_the_old_words_to_the_worker(
    client, completed
):
    data = {"revision": 1, "decision": "change", "change_wanted": "We met in March"}
    client.post(page("sign", completed.pk), data)
    completed.refresh_from_db()

    assertContains(client.get(completed.get_absolute_url()), "writing this review again")
    client.force_login(completed.enrolment.supervisor)
    assertContains(client.get(page("write", completed.pk)), "We met in March")
    client.post(page("write", completed.pk), typed(completed, progress="New words in progress"))

    client.force_login(completed.enrolment.social_worker)
    assertNotContains(client.get(completed.get_absolute_url()), "New words in progress")
    assertContains(client.get(completed.get_absolute_url()), WRITTEN["progress"])
    client.force_login(completed.enrolment.assessor)
    assert client.get(completed.get_absolute_url()).status_code == 404


def test_after_a_change_both_versions_are_readable(client, completed):
    actions.ask_for_change(
        completed, 1, note="The date", worker_comment="", by=completed.enrolment.social_worker
    )
    actions.write(completed, 2, by=completed.enrolment.supervisor, progress="Put right")
    actions.complete(completed, 3, by=completed.enrolment.supervisor)

    response = client.get(completed.get_absolute_url())

    for words in ["Put right", WRITTEN["progress"], "asked for a change"]:
        assertContains(response, words)


def test_an_answer_that_comes_too_late_is_told_and_shown_again(client, completed):
    actions.sign(completed, 1, worker_comment="", by=completed.enrolment.social_worker)

    late = {"revision": 1, "worker_comment": "One more thing I wanted to say", "decision": "sign"}
    assertContains(client.post(page("sign", completed.pk), late), "One more thing", status_code=409)
    assertRedirects(client.get(page("sign", completed.pk)), completed.get_absolute_url())


def test_others_do_not_find_it(client, completed):
    client.force_login(EnrolmentFactory().supervisor)

    for name in ["review", "write", "complete", "sign"]:
        assert client.get(page(name, completed.pk)).status_code == 404
    assert client.get(page("list", completed.enrolment_id)).status_code == 404


def test_a_look_by_the_coordinator_is_kept(client, completed):
    client.force_login(completed.enrolment.assessor)

    client.get(completed.get_absolute_url())

    assert completed.enrolment.looks.get().by == completed.enrolment.assessor


def test_what_was_never_completed_is_read_by_the_supervisor_alone(client):
    review = ReviewFactory(enrolment__status="withdrawn", progress="Begun and left")
    client.force_login(review.enrolment.supervisor)

    assertContains(client.get(review.get_absolute_url()), "Begun and left")
    assertRedirects(client.get(page("write", review.pk)), review.get_absolute_url())
