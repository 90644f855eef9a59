"""That nobody is recognised: looked through before others read it, out of sight, and brought back."""

import re

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.feedback.actions.identifying import take_out_of_sight
from swip.feedback.models import Answer, AnswerDraft, Comment, Round
from swip.feedback.queries import identifying as queries
from swip.feedback.queries import results
from swip.feedback.tests.factories import RoundFactory, answer
from swip.feedback.tests.pages import at, words
from swip.identifiers.models import Quarantine, Scan
from swip.identifiers.queries import newest_upon

pytestmark = pytest.mark.django_db
TELLING = "They rang Jayden's school, and his mother on 07700 900123."


def decided(page):
    """Every finding of a page that looks something through, replaced: as suggested, or by another word."""
    text = page.content.decode()
    choices = set(re.findall(r'name="(do_[^"]+)"[^>]*value="([^"]+)"', text))
    names = {name for name, _ in choices}
    typed = {name: "suggestion" if (name, "suggestion") in choices else "own" for name in names}
    typed |= {name.replace("do_", "word_", 1): "somebody" for name in names}
    return typed | {"revision": re.search(r'name="revision" value="(\d+)"', text).group(1)}


def test_a_comment_that_would_give_somebody_away_is_released_in_other_words(sign_in, enrolment):
    found = RoundFactory(enrolment=enrolment, status="open", answers=(4, 1))
    answer(found.invitations.filter(kind="partner").waiting().first(), keep=TELLING)
    Round.objects.update(status="valid", closed_at=timezone.now(), answers_at_close=6)
    found.refresh_from_db()
    today = timezone.localdate()
    typed = {f"decision_{each.pk}": "as_written" for each in results.comments_to_release(found)}
    typed |= {
        "talked_on_day": today.day,
        "talked_on_month": today.month,
        "talked_on_year": today.year,
        "summary": "",
        "revision": 0,
    }
    client = sign_in(enrolment.supervisor)
    client.post(at("release", found), typed)
    through = at("look_through", found, "release")
    assertRedirects(client.post(at("check_release", found), {"revision": 1}), through)
    page = client.get(through)
    assertContains(page, "Jayden")
    assertRedirects(client.post(through, decided(page)), at("check_release", found))
    assertContains(client.get(at("check_release", found)), "In other words")
    client.post(at("check_release", found), {"revision": 2})
    comment = found.comments.get(words=TELLING)
    assert comment.decision == "paraphrased"
    shown = sign_in(enrolment.social_worker).get(found.get_absolute_url())
    assertContains(shown, "school")
    assertNotContains(shown, "Jayden")
    assertNotContains(shown, "07700")


def test_the_own_view_and_what_is_taken_from_a_round_are_looked_through(sign_in, enrolment):
    client = sign_in(enrolment.social_worker)
    client.post(at("start", enrolment))
    found = Round.objects.get()
    client.post(at("own_view", found), words(keep=TELLING, revision=0))
    through = at("look_through", found, "own-view")
    assertRedirects(client.post(at("check_own_view", found), {"revision": 1}), through)
    assertRedirects(client.post(through, decided(client.get(through))), at("check_own_view", found))
    assertRedirects(client.post(at("check_own_view", found), {"revision": 2}), at("people", found))
    assertNotContains(client.get(at("rounds", enrolment)), "Jayden")
    Round.objects.update(status="stopped")

    released = RoundFactory(enrolment=enrolment, status="released")
    client.post(at("reflection", released), {"words": TELLING, "revision": 0})
    through = at("look_through", released, "reflection")
    assertRedirects(client.post(at("share", released)), through)
    assertRedirects(client.post(through, decided(client.get(through))), released.get_absolute_url())
    client.post(at("share", released))
    shown = sign_in(enrolment.supervisor).get(released.get_absolute_url())
    assertContains(shown, "school")
    assertNotContains(shown, "Jayden")


def test_a_colleague_decides_about_their_words_before_they_are_sent_and_nothing_of_that_is_kept(
    client, enrolment
):
    found = RoundFactory(enrolment=enrolment, status="open")
    name, link = enrolment.social_worker.name, found.invitations.first().renew_link()
    page, check, through = (at(each, link) for each in ("answer", "check_answer", "look_through_answer"))
    assertRedirects(client.get(through), page)
    client.post(page, words(keep=f"{name} listens. {TELLING}", revision=0))
    assertRedirects(client.post(check, {"revision": 1}), through)
    assert not Answer.objects.exists()
    told = client.post(through, {"then": "names", "revision": 1})
    assertContains(told, "There is still something to decide about")
    # Whoever they speak of is no finding.
    assert re.findall(r'class="app-found">.*?</span>([^<]+)', told.content.decode()) == ["07700 900123"]
    phone = re.search(r'07700 900123<a [^>]+#decide-(\w+)"', told.content.decode()).group(1)
    typed = decided(told) | {f"do_{phone}": "keep", f"why_{phone}": "nobody"}
    assertRedirects(client.post(through, typed), check)
    half = AnswerDraft.objects.get().typed["keep"]
    # What stays is not asked about again, whatever is typed beside it.
    client.post(page, words(keep=f"{half} Always.", revision=3))
    assertContains(client.post(check, {"revision": 4}), "Thank you")
    said = Comment.objects.get(question="keep").words
    assert said == f"{half} Always."
    assert "Jayden" not in said
    assert "07700 900123" in said
    assert not AnswerDraft.objects.exists()
    assert not Scan.objects.exists(), "a scan has a time"


@pytest.mark.parametrize("what", ["comment", "round", "reflection"])
def test_a_reader_takes_it_out_of_sight_and_it_comes_back_once_it_is_mended(sign_in, enrolment, what):
    found = RoundFactory(enrolment=enrolment, status="released")
    found.reflection.words, found.reflection.shared_at = "I rang too late.", timezone.now()
    found.reflection.save()
    Round.objects.update(summary="We spoke about the calls.")
    record = {"comment": found.comments.first(), "round": found, "reflection": found.reflection}[what]
    said = {"comment": "They always ring back.", "round": "We spoke", "reflection": "rang too late"}[what]
    employer = enrolment.employment_periods.get().organisation
    lead = AppointmentFactory(organisation=employer, role=Role.DATA_PROTECTION_LEAD).person
    client, page = sign_in(enrolment.assessor), at("take_out_of_sight", what, record)
    assertContains(client.post(page, {}), "Select what you saw")
    for _ in range(2):
        assertRedirects(client.post(page, {"kinds": ["name"]}), at("rounds", enrolment))
    seen = client.get(found.get_absolute_url())
    if what == "round":
        assert seen.status_code == 404
    else:
        assertContains(seen, said, count=5 if what == "comment" else 0)
    keeper = at("out_of_sight", what, record)
    client = sign_in(lead)
    assertContains(client.get(keeper), said)
    assertContains(client.post(keeper, {"ending": "mended"}), "There is a problem")

    if what == "reflection":
        client = sign_in(enrolment.social_worker)
        client.post(at("take_back_reflection", found))
        client.post(at("reflection", found), {"words": "I will ring sooner.", "revision": 0})
        client.post(at("share", found))
    elif what == "round":
        mend, better = at("summary", found), {"summary": "We spoke about time."}
        client = sign_in(enrolment.supervisor)
        assertContains(client.post(mend, {"summary": TELLING}), "Somebody might be recognised")
        client.post(mend, better)
        assert not newest_upon(found).is_mended, "other words alone mend nothing"
        client.post(mend, better | {"mends": "on"})
    else:
        mend = at("comment", record)
        client = sign_in(enrolment.supervisor)
        telling = {"decision": "paraphrased", "instead": TELLING}
        assertContains(client.post(mend, telling), "Somebody might be recognised")
        client.post(mend, telling | {"instead": "Rings back.", "looked": "on"})
        assert Comment.objects.get(pk=record.pk).told == "Rings back."
    assertRedirects(
        sign_in(lead).post(keeper, {"ending": "mended"}), "/identifiers/out-of-sight/", target_status_code=200
    )
    expected = {"comment": "Rings back.", "round": "about time", "reflection": "ring sooner"}[what]
    assertContains(sign_in(enrolment.assessor).get(found.get_absolute_url()), expected)


def test_a_round_out_of_sight_is_mended_in_the_own_view_or_in_a_comment(sign_in, enrolment):
    found = RoundFactory(enrolment=enrolment, status="released")
    chosen, page = found.own_view.typed["families"], at("reword_own_view", found)
    assert sign_in(enrolment.social_worker).get(page).status_code == 404
    take_out_of_sight("round", found, kinds=["name"], by=enrolment.assessor)
    assert "They always ring back." in queries.text_of(found)
    client, typed = sign_in(enrolment.social_worker), {"keep": TELLING, "change": "", "revision": 0}
    assertContains(client.get(found.get_absolute_url()), page)
    assertContains(client.post(page, typed), "Somebody might be recognised")
    client.post(page, typed | {"keep": "I listen.", "families": "concerns_me"})
    found.own_view.refresh_from_db()
    assert (found.own_view.typed["keep"], found.own_view.typed["families"]) == ("I listen.", chosen)
    assert newest_upon(found).is_mended
    assert client.post(page, typed | {"keep": "From another window."}).status_code == 409

    Quarantine.objects.update(mended_at=None)
    client, telling = sign_in(enrolment.supervisor), at("comment", found.comments.first())
    client.post(telling, {"decision": "paraphrased", "instead": "Rings back."})
    assert not newest_upon(found).is_mended
    client.post(telling, {"decision": "paraphrased", "instead": "Rings back.", "mends": "on"})
    assert newest_upon(found).is_mended
