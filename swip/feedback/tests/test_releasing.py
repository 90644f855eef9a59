"""What the supervisor releases, and what the social worker takes from it."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.core.lifecycle import StaleStep
from swip.feedback import permissions
from swip.feedback.actions import releasing
from swip.feedback.models import Comment, Reflection, Round
from swip.feedback.queries import results
from swip.feedback.tests.factories import RoundFactory, answer
from swip.feedback.tests.pages import at
from swip.voices.tests.factories import LocalProcedureFactory

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}


def decisions(found, decision="as_written", **more):
    typed = {f"decision_{each.pk}": decision for each in found.comments.all()}
    today = timezone.localdate()
    day = {"talked_on_day": today.day, "talked_on_month": today.month, "talked_on_year": today.year}
    return typed | day | {"summary": ""} | more


def test_each_comment_is_released_as_written_in_other_words_or_held_back(
    sign_in, enrolment, django_assert_max_num_queries
):
    found = RoundFactory(enrolment=enrolment, status="valid")
    client, page = sign_in(enrolment.supervisor), at("release", found)
    own, other, third, *_ = results.comments_to_release(found)
    with django_assert_max_num_queries(16):
        assertContains(client.get(page), "They always ring back.")
    half = {f"decision_{own.pk}": "as_written", "summary": "We talked", "revision": 0}
    assert client.post(page, half, headers=AUTOSAVE).json()["revision"] == 1
    assertContains(client.get(page), "We talked")
    assert client.post(page, decisions(found, revision=0), headers=AUTOSAVE).status_code == 409
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    wrong = decisions(found, revision=1) | {
        f"decision_{other.pk}": "paraphrased",
        f"decision_{third.pk}": "held_back",
        "talked_on_day": yesterday.day,
        "talked_on_month": yesterday.month,
        "talked_on_year": yesterday.year,
    }
    told = client.post(page, wrong)
    for message in (
        "comment 2 in other words",
        "why comment 3 is held back",
        "The day you talked must be on or after",
    ):
        assertContains(told, message)
    assertRedirects(client.get(at("check_release", found)), f"{page}?check=1", target_status_code=200)
    right = decisions(found, revision=2, summary="We talked about asking for help.") | {
        f"decision_{other.pk}": "paraphrased",
        f"instead_{other.pk}": "Is quick to answer.",
        f"decision_{third.pk}": "held_back",
        f"why_{third.pk}": "It would say who wrote it.",
    }
    assertRedirects(client.post(page, right), at("check_release", found))
    assertContains(client.get(at("check_release", found)), "Is quick to answer.")
    assert client.post(at("check_release", found), {"revision": 2}).status_code == 409
    assertRedirects(client.post(at("check_release", found), {"revision": 3}), found.get_absolute_url())

    client = sign_in(enrolment.social_worker)
    with django_assert_max_num_queries(24):
        shown = client.get(found.get_absolute_url())
    assertContains(shown, "They always ring back.", count=4)
    for told in (
        "Is quick to answer.",
        "It would say who wrote it.",
        "1 comment held back",
        "asking for help",
    ):
        assertContains(shown, told)


def test_a_comment_is_put_otherwise_after_its_release_and_its_own_words_stay(sign_in, enrolment):
    found = RoundFactory(enrolment=enrolment, status="released")
    comment = found.comments.first()
    client = sign_in(enrolment.supervisor)
    assertContains(client.post(at("comment", comment), {"decision": "held_back"}), "Enter why")
    client.post(at("comment", comment), {"decision": "paraphrased", "instead": "Rings back."})
    client.post(at("summary", found), {"summary": "Said again."})
    with pytest.raises(DatabaseError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(words="Something else")
    shown = sign_in(enrolment.social_worker).get(found.get_absolute_url())
    assertContains(shown, "Rings back.")
    assertContains(shown, "Said again.")


def test_whoever_reads_a_comment_that_may_tell_of_harm_is_shown_the_local_procedure(sign_in, enrolment):
    employer = enrolment.employment_periods.get().organisation
    LocalProcedureFactory(organisation=employer, phone="0300 123 4567", changed_by=enrolment.supervisor)
    found = RoundFactory(enrolment=enrolment, status="open", answers=(4, 1))
    answer(found.invitations.waiting().get(name="Person 8"), keep="They listen. One of them hits kids.")
    Round.objects.update(status="valid", closed_at=timezone.now(), answers_at_close=6)
    found.refresh_from_db()
    client, page = sign_in(enrolment.supervisor), at("release", found)
    shown = client.get(page)
    assertContains(shown, "It says: “hits kids”.")
    assertContains(shown, "Call 0300 123 4567")
    assertContains(shown, "May tell of harm:", count=1)
    client.post(page, decisions(found, revision=0))
    assertContains(client.get(at("check_release", found)), "Call 0300 123 4567")
    client.post(at("check_release", found), {"revision": 1})
    telling = found.comments.get(words__contains="hits kids")
    assertContains(client.get(at("comment", telling)), "Call 0300 123 4567")
    for reader in (enrolment.social_worker, enrolment.assessor):
        assertContains(sign_in(reader).get(found.get_absolute_url()), "Call 0300 123 4567")
    sign_in(enrolment.supervisor).post(at("comment", telling), {"decision": "held_back", "why": "Seen to."})
    assertNotContains(sign_in(enrolment.assessor).get(found.get_absolute_url()), "Call 0300")


def test_what_the_social_worker_takes_from_it_is_theirs_until_it_is_shared(sign_in, enrolment):
    found = RoundFactory(enrolment=enrolment, status="released")
    client, page = sign_in(enrolment.social_worker), at("reflection", found)
    assertRedirects(client.post(at("share", found)), page)
    assert client.post(page, {"words": "I will ask", "revision": 0}, headers=AUTOSAVE).json()["revision"] == 1
    assert client.post(page, {"words": "Other", "revision": 0}).status_code == 409
    assertRedirects(
        client.post(page, {"words": "I will ask sooner.", "revision": 1}), found.get_absolute_url()
    )
    for person in (enrolment.supervisor, enrolment.assessor):
        assertNotContains(sign_in(person).get(found.get_absolute_url()), "ask sooner")
    client, unshared = sign_in(enrolment.social_worker), Reflection.objects.get()
    client.post(at("share", found))
    with pytest.raises(StaleStep):  # what another window was just saving
        releasing.reflect(unshared, unshared.revision, "Later", by=enrolment.social_worker)
    assertRedirects(client.get(page), found.get_absolute_url())
    assertContains(sign_in(enrolment.assessor).get(found.get_absolute_url()), "ask sooner")
    sign_in(enrolment.social_worker).post(at("take_back_reflection", found))
    assertNotContains(sign_in(enrolment.assessor).get(found.get_absolute_url()), "ask sooner")


def test_what_is_out_of_sight_only_its_mender_sees(sign_in, enrolment):
    found = RoundFactory(enrolment=enrolment, status="released")
    Comment.objects.filter(pk=found.comments.first().pk).update(quarantined_at=timezone.now())
    for person, number in [(enrolment.social_worker, 5), (enrolment.assessor, 5), (enrolment.supervisor, 6)]:
        shown = sign_in(person).get(found.get_absolute_url())
        assertContains(shown, "They always ring back.", count=number)
        parts = permissions.parts_in(found, person)
        read = set(permissions.comments_read_in(found, parts))
        assert read == set(permissions.comments_readable_by(person)), "of one round as of all of them"
        assert len(read) == number
        reflection = permissions.reflection_read_in(found, parts)
        assert reflection == permissions.reflections_readable_by(person).first()
    Round.objects.update(quarantined_at=timezone.now())
    assert sign_in(enrolment.assessor).get(found.get_absolute_url()).status_code == 404
    assertNotContains(sign_in(enrolment.social_worker).get(found.get_absolute_url()), "They always")
    assertContains(sign_in(enrolment.supervisor).get(found.get_absolute_url()), "They always")


@pytest.mark.parametrize("word", ["concerns_me", "cannot_say"])
def test_an_area_of_which_too_few_could_say_anything_is_not_counted(sign_in, enrolment, word):
    found = RoundFactory(enrolment=enrolment, status="open", answers=(2, 2))
    for chosen in (word, "cannot_say"):
        answer(found.invitations.waiting().first(), fairness=chosen)
    Round.objects.update(status="valid", closed_at=timezone.now(), answers_at_close=6)
    found.refresh_from_db()
    counts = {each.area.code: each.counts for each in results.areas_of(found)}
    assert counts["families"] == {"doing_well": 6}
    page = sign_in(enrolment.supervisor).get(at("release", found))
    if word == "concerns_me":
        assert counts["fairness"] == {"doing_well": 4, "concerns_me": 1, "cannot_say": 1}
        assertNotContains(page, "Too few")
    else:
        assert counts["fairness"] == {}
        assertContains(page, "Too few people could say something about this")


def test_nothing_is_counted_under_the_least_number_or_before_the_end(enrolment):
    found = RoundFactory(enrolment=enrolment, status="open", answers=(6, 2))
    for wanted in (results.areas_of, results.comments_to_release):
        with pytest.raises(results.TooFew):
            wanted(found)
    answer(found.invitations.waiting().first())
    Round.objects.update(status="valid", closed_at=timezone.now(), answers_at_close=4)
    found.refresh_from_db()
    with pytest.raises(results.TooFew):
        results.areas_of(found)
