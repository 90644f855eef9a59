"""A round from the own view to its end, as the social worker, supervisor and coordinator see it."""

import datetime
import re
from contextlib import suppress
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.core import history
from swip.core.lifecycle import StaleStep, StaleText
from swip.feedback import jobs, permissions
from swip.feedback.actions import people, rounds
from swip.feedback.models import Answer, AnswerDraft, Invitation, Round
from swip.feedback.queries import rounds as queries
from swip.feedback.tests.factories import RoundFactory, answer
from swip.feedback.tests.pages import at, somebody, words
from swip.notifications.models import Message

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}


def past_its_end(found):
    Round.objects.filter(pk=found.pk).update(closes_at=timezone.now() - datetime.timedelta(seconds=1))
    found.refresh_from_db()
    return found


def without_token(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.content.decode())


def told():
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def test_the_own_view_saves_itself_is_checked_and_stays_as_it_is(sign_in, enrolment):
    client = sign_in(enrolment.social_worker)
    for _ in range(2):  # sent twice, it is begun once
        client.post(at("start", enrolment))
    found = Round.objects.get()
    page = at("own_view", found)
    typed = words(families="", keep="I listen.")
    saved = client.post(page, typed | {"revision": 0}, headers=AUTOSAVE)
    assert saved.json()["revision"] == 1
    assert client.post(page, typed | {"revision": 0}, headers=AUTOSAVE).json()["state"] == "saved"
    assert client.post(page, words(revision=0), headers=AUTOSAVE).status_code == 409
    assert client.post(page, words(keep="x" * 100_001, revision=1), headers=AUTOSAVE).status_code == 422
    assertContains(client.get(page), "I listen.")
    assertRedirects(client.get(at("check_own_view", found)), f"{page}?check=1", target_status_code=200)
    assertContains(
        client.post(page, typed | {"revision": 1}), "Select a word for “Working with children and families”"
    )
    assertRedirects(client.post(page, words(revision=1)), at("check_own_view", found))
    assert client.post(at("check_own_view", found), {"revision": 1}).status_code == 409
    assertRedirects(client.post(at("check_own_view", found), {"revision": 2}), at("people", found))
    assert client.post(page, words(revision=2)).status_code == 409
    with pytest.raises(StaleText):  # what another window was just saving
        rounds.write_own_view(found, 2, {"keep": "Later"}, by=enrolment.social_worker)
    found.own_view.refresh_from_db()
    assert found.own_view.sent_at
    assert found.own_view.typed["keep"] == "I listen before I plan."


def test_each_mistake_in_a_list_is_told_where_it_was_made_and_nothing_typed_is_lost(sign_in, enrolment):
    found = RoundFactory(enrolment=enrolment, status="naming")
    client, page = sign_in(enrolment.social_worker), at("people", found)
    for typed, told_of in [
        (somebody(1), "Person 1 is on the list with this address already"),
        (somebody(10, email="PERSON1@example.org "), "is on the list with this address already"),
        (somebody(10, email=enrolment.social_worker.email), "own address"),
        (somebody(10, email=enrolment.supervisor.email), "practice supervisor reads the answers"),
        (somebody(10, email="nobody"), "in the right form"),
        (somebody(10, kind=""), "Select whether they are a colleague"),
    ]:
        answered = client.post(page, typed)
        assertContains(answered, told_of)
        assertContains(answered, typed["name"])
    assertRedirects(client.post(page, somebody(10)), page)
    assertContains(client.post(page, somebody(11)), "as many as a round may ask")
    first = found.invitations.first()
    assertContains(client.post(at("change_person", first), somebody(2)), "on the list with this address")
    client.post(at("change_person", first), somebody(1, work="Nurse"))
    for each in found.invitations.all()[:3]:
        client.post(at("remove_person", each))
    assertContains(client.post(at("propose", found)), "Name at least 8 people: there are seven on the list")
    client.post(page, somebody(12))
    assertRedirects(client.post(at("propose", found)), found.get_absolute_url())
    assert client.post(at("propose", found)).status_code == 409
    assert client.post(page, somebody(13)).status_code == 409
    assertRedirects(client.post(at("take_back", found)), page)


def test_the_supervisor_makes_the_list_a_fair_one(sign_in, enrolment, run_jobs):
    found = RoundFactory(enrolment=enrolment, status="proposed")
    page, named = at("agree", found), list(found.invitations.all())
    seen = [each.pk for each in named]
    client = sign_in(enrolment.supervisor)
    ending = enrolment.social_worker.email.rpartition("@")[2]
    Invitation.objects.filter(pk=named[-1].pk).update(email=f"nurse@{ending}")
    assertContains(client.get(page), "Is that right?")
    assertContains(client.post(page, {"decision": "agree", "seen": seen}), "Enter why it is a fair list")
    typed = {"decision": "agree", "words": "From every side.", "seen": seen}
    assertContains(
        client.post(page, typed | {"strike": [named[0].pk, named[8].pk, named[7].pk]}),
        "Name at least 8 people",
    )
    client.post(at("add_person", found), somebody(20))
    assert client.post(page, typed).status_code == 409  # somebody is on the list who was not looked at
    typed["seen"].append(found.invitations.last().pk)
    assertRedirects(client.post(page, typed | {"strike": [named[0].pk]}), found.get_absolute_url())
    found.refresh_from_db()
    last_day = timezone.localdate() + datetime.timedelta(days=45)
    assert (found.status, found.last_day) == ("open", last_day)
    assert found.invitations.get(status="struck") == named[0]
    run_jobs()
    letters = [each for each in mail.outbox if "/feedback/answer/" in each.body]
    assert len(letters) == 9
    assert not any(each.to == [named[0].email] for each in letters)
    assert not found.invitations.waiting().filter(letter="invitation").exists()

    other = RoundFactory(status="proposed")
    sign_in(other.enrolment.supervisor).post(
        at("agree", other), {"decision": "back", "words": "Too few teachers."}
    )
    client = sign_in(other.enrolment.social_worker)
    assertContains(client.get(at("people", other)), "Too few teachers.")
    assert other.invitations.named().count() == 9


def test_more_are_asked_while_it_is_open_where_somebody_declined(sign_in, enrolment):
    found = RoundFactory(enrolment=enrolment, status="open")
    client = sign_in(enrolment.social_worker)
    client.post(at("people", found), somebody(10))
    assertContains(client.post(at("people", found), somebody(11)), "as many as a round may ask")
    before = client.get(found.get_absolute_url())
    found.invitations.filter(name="Person 1").update(status="declined")
    after = client.get(found.get_absolute_url())
    assert without_token(after) == without_token(before)
    assertContains(client.post(at("people", found), somebody(11)), "as many as a round may ask")
    jobs.close_answered_rounds(0)  # by day it would tell when they said no
    client.post(at("people", found), somebody(11))
    named = list(found.invitations.named())
    assert [each.name for each in named] == ["Person 10", "Person 11"]
    client = sign_in(enrolment.supervisor)
    typed = {"words": "Both know the work.", "seen": [each.pk for each in named], "strike": [named[0].pk]}
    assertRedirects(client.post(at("agree", found), typed), found.get_absolute_url())
    assert found.invitations.waiting().filter(letter="invitation").get() == named[1]
    client.post(at("add_person", found), somebody(12))
    last = found.invitations.named().get().pk
    told = client.post(at("agree", found), {"words": "No.", "seen": last, "strike": last}, follow=True)
    assertContains(told, "Nobody else is asked")
    assertContains(client.get(found.get_absolute_url()), "1 person said so")


def test_it_is_said_before_the_end_that_answers_are_missing_and_a_failed_round_is_mended(
    sign_in, enrolment, run_jobs, django_assert_max_num_queries
):
    found = RoundFactory(enrolment=enrolment, status="open", answers=(4, 1))
    client = sign_in(enrolment.social_worker)
    with django_assert_max_num_queries(24):
        assertContains(client.get(found.get_absolute_url()), "one more answer from a partner agency")
    Round.objects.update(closes_at=timezone.now() + datetime.timedelta(days=10))
    for _ in range(2):
        jobs.remind_of_rounds(0)
    assert told() == ["round-short", "round-short"]
    client.post(at("remind", found))
    assertContains(client.post(at("remind", found), follow=True), "left today already")
    assert found.invitations.filter(letter="reminder").count() == 4
    run_jobs()
    mail.outbox.clear()

    past_its_end(found)
    for _ in range(2):
        jobs.close_rounds(0)
    found.refresh_from_db()
    assert (found.status, found.answers_at_close) == ("failed", 5)
    with pytest.raises(DatabaseError, match="not open"), transaction.atomic():
        answer(found.invitations.waiting().first())

    client = sign_in(enrolment.supervisor)
    assertRedirects(client.post(at("extend", found)), found.get_absolute_url())
    assert client.post(at("extend", found)).status_code == 409
    found.refresh_from_db()
    assert found.takes_answers
    run_jobs()
    assert len([each for each in mail.outbox if "A reminder" in each.subject]) == 4
    answer(found.invitations.filter(kind="partner").waiting().first())
    past_its_end(found)
    assertContains(client.get(found.get_absolute_url()), "Go through the feedback")  # before the job has run
    found.refresh_from_db()
    assert found.status == "valid"
    assert list(Round.objects.valid()) == [found]
    day = timezone.localdate()
    assert queries.answers_counted([enrolment], day, day) == {enrolment.pk: 6}


def test_a_failed_round_is_begun_again_with_the_own_view_and_the_names(sign_in, enrolment):
    found = RoundFactory(enrolment=enrolment, status="failed")
    AnswerDraft.objects.create(invitation=found.invitations.waiting().first(), typed={"keep": "Half"})
    client = sign_in(enrolment.social_worker)
    for _ in range(2):
        client.post(at("begin_again", found))
    new = Round.objects.get(begun_again_from=found)
    assert (new.status, new.own_view.typed) == ("naming", found.own_view.typed)
    assert new.invitations.named().count() == 9
    assert not Answer.objects.filter(round=new).exists()
    assert not AnswerDraft.objects.exists()
    with pytest.raises(StaleStep):
        rounds.extend(found, by=enrolment.social_worker)
    for step in (rounds.start, rounds.begin_again, rounds.extend):
        with CaptureQueriesContext(connection) as asked, suppress(StaleStep):
            step(enrolment if step is rounds.start else found, by=enrolment.social_worker)
        locks = [each["sql"] for each in asked if "FOR UPDATE" in each["sql"]]
        assert 'FROM "enrolment_enrolment"' in locks[0], "all in one order, so that none trips over another"
    assertRedirects(client.post(at("stop", new)), at("rounds", enrolment))


def test_a_round_that_everybody_has_answered_closes_at_night(enrolment):
    found = RoundFactory(enrolment=enrolment, status="open", answers=(6, 2))
    jobs.close_answered_rounds(0)
    found.refresh_from_db()
    assert found.is_open
    found.invitations.waiting().update(status="declined")
    jobs.close_answered_rounds(0)
    found.refresh_from_db()
    assert (found.status, found.answers_at_close) == ("valid", 8)


def test_a_letter_that_cannot_arrive_waits_for_the_coordinator_who_passes_the_invitation_on(
    sign_in, enrolment, coordinator, monkeypatch, run_jobs
):
    found = RoundFactory(enrolment=enrolment, status="open", answers=(1, 0))
    answered, invitation = found.invitations.first(), found.invitations.filter(kind="partner").first()
    old_link = invitation.renew_link()
    AnswerDraft.objects.create(invitation=invitation, typed={"keep": "Not for the next"})

    def refuse(letter, **_):
        raise SMTPRecipientsRefused({})

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", refuse)
        people.send_again(invitation, by=coordinator)
        run_jobs()
    assert found.invitations.undelivered().get() == invitation
    client = sign_in(coordinator)
    page = client.get(at("deliveries", found))
    assertContains(page, "The address does not take letters")
    assertNotContains(page, "Answered")
    typed = {"name": "Somebody New", "email": answered.email, "work": "School nurse"}
    assertContains(client.post(at("pass_on", invitation), typed), "on the list with this address already")
    assertRedirects(
        client.post(at("pass_on", invitation), typed | {"email": "new@example.org"}), at("deliveries", found)
    )
    new = found.invitations.get(email="new@example.org")
    assert (new.status, new.kind) == ("asked", "partner")
    assert not AnswerDraft.objects.exists()
    assert sign_in(None).get(at("answer", old_link)).status_code == 404
    client = sign_in(coordinator)
    run_jobs()
    mail.outbox.clear()
    found.invitations.update(letter_wanted_at=None)
    found.invitations.filter(pk=answered.pk).update(failure="server")  # a reminder, after they had answered
    for _ in range(2):
        client.post(at("send_again", answered))
        client.post(at("send_again", new))
    run_jobs()
    assert history.of(found).filter(action="feedback.invitation_sent_again").count() == 3
    assert [each.to for each in mail.outbox if "/answer/" in each.body] == [["new@example.org"]]
    assert not found.invitations.undelivered().exists()


def test_passing_an_invitation_on_tells_nothing_of_whoever_it_was_sent_to(
    sign_in, enrolment, coordinator, run_jobs
):
    found = RoundFactory(enrolment=enrolment, status="open", answers=(1, 0))
    answered, waiting, declined = found.invitations.filter(kind="colleague")[:3]
    Invitation.objects.filter(pk=declined.pk).update(status="declined")
    standing, seen = queries.standing_of(found), []
    for number, (person, letters) in enumerate([(waiting, 1), (answered, 0), (declined, 0)], 20):
        client, typed = sign_in(coordinator), somebody(number, work=person.work)
        pages = [client.get(at("pass_on", person)), client.post(at("pass_on", person), typed, follow=True)]
        mail.outbox.clear()
        run_jobs()
        assert len([each for each in mail.outbox if "/answer/" in each.body]) == letters
        new = found.invitations.get(email=typed["email"])
        pages += [client.get(at("deliveries", found)), client.post(at("pass_on", new), somebody(9))]
        pages += [
            client.post(at("pass_on", new), {"email": person.email} | {"name": "Once more", "work": "Nurse"})
        ]
        pages += [client.get(at("pass_on", person)), client.post(at("send_again", new), follow=True)]
        pages.append(sign_in(enrolment.social_worker).get(found.get_absolute_url()))
        text = "\n".join(each.content.decode() for each in pages)
        text = re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", text)
        seen.append(sorted(re.split(r"\n|</li>", re.sub(r"\d+", "0", text))))
        assert queries.standing_of(found) == standing
    assert "If Person 0 is still waited for, Person 0 is asked instead" in "".join(seen[0])
    assert "Person 0 was asked at this address already" in "".join(seen[0])
    assert seen[0] == seen[1] == seen[2]


def test_who_knows_of_a_round_as_it_goes_on(enrolment, coordinator):
    worker, supervisor = enrolment.social_worker, enrolment.supervisor
    assessor = enrolment.assessor
    seen = {}
    for status in ["own_view", "naming", "proposed", "valid", "released"]:
        found = RoundFactory(enrolment=enrolment, status=status)
        seen[status] = {
            name
            for name, person in [
                ("worker", worker),
                ("supervisor", supervisor),
                ("assessor", assessor),
                ("coordinator", coordinator),
            ]
            if permissions.visible_to(person).contains(found)
        }
        if status not in ("valid", "released"):
            Round.objects.filter(pk=found.pk).update(status="stopped")
        elif status == "valid":
            Round.objects.filter(pk=found.pk).update(status="failed")
            Round.objects.filter(pk=found.pk).update(status="stopped", closed_at=None, answers_at_close=None)
    assert seen == {
        "own_view": {"worker"},
        "naming": {"worker"},
        "proposed": {"worker", "supervisor"},
        "valid": {"worker", "supervisor", "coordinator"},
        "released": {"worker", "supervisor", "coordinator", "assessor"},
    }


def test_history_speaks_of_the_round_and_never_of_an_answer(enrolment):
    found = RoundFactory(enrolment=enrolment, status="open", answers=(4, 2))
    past_its_end(found)
    rounds.close_if_over(found)
    entry = history.of(found).get()
    assert (entry.action, entry.by, entry.data) == ("feedback.round_closed_valid", None, {"answers": 6})
