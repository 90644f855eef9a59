"""The ledger: entered by either side, followed up, agreed to, disputed, answered, corrected."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.notifications.models import Message
from swip.supervision import actions
from swip.supervision.models import Dispute, ProtectedTime, Session, Workload
from swip.supervision.tests.factories import (
    ProtectedTimeFactory,
    SessionFactory,
    WorkloadFactory,
    this_monday,
)
from swip.supervision.tests.pages import a_session, at, boxes, of_entry

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def last_actions(entry):
    return [each.action for each in history.of(entry)]


# ---- A session


def test_a_session_is_entered_with_what_is_usual(as_worker, enrolment):
    page = as_worker.get(at("add_session", enrolment))
    assertContains(page, f'value="{today().year}"')
    assertContains(page, 'value="90"')
    response = as_worker.post(at("add_session", enrolment), a_session(enrolment), follow=True)
    assertContains(response, "The other side can see it")
    session = Session.objects.get()
    assert (session.status, session.side, session.held_on) == ("given", "social_worker", today())
    assert session.held_by == enrolment.supervisor
    assert last_actions(session) == ["supervision.session_entered"]


def test_the_supervisor_enters_for_the_other_side(as_supervisor, enrolment):
    as_supervisor.post(at("add_session", enrolment), a_session(enrolment, kind="group"))
    session = Session.objects.get()
    assert (session.side, session.kind) == ("employer", "group")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"minutes": ""}, "Enter how many minutes the session took"),
        ({"minutes": "an hour"}, "Minutes must be a whole number, like 30"),
        ({"minutes": "600"}, "Minutes must be 480 or fewer"),
        ({"reflection_minutes": ""}, "Enter how many minutes were time to reflect, or 0"),
        ({"reflection_minutes": "91"}, "Minutes of reflection must be 90 or fewer"),
        ({"held_by": ""}, "Select who the session was with"),
        ({"held_by": "somebody_else"}, "Enter the name of who the session was with"),
        ({"took_place": ""}, "Select whether it took place"),
        ({"day_day": "31", "day_month": "2"}, "The day of the session must be a real date"),
        ({"day_year": "2001"}, "The day of the session must be on or after"),
        ({"day_year": "9999", "took_place": "planned"}, "The day of the session must be on or before"),
    ],
)
def test_a_mistake_is_told(as_worker, enrolment, changed, message):
    response = as_worker.post(at("add_session", enrolment), a_session(enrolment) | changed)
    assertContains(response, message)
    assert not Session.objects.exists()


def test_nothing_is_given_before_its_day(as_worker, enrolment):
    tomorrow = today() + timedelta(days=1)
    response = as_worker.post(at("add_session", enrolment), a_session(enrolment, tomorrow))
    assertContains(response, "must be today or in the past")
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionFactory(enrolment=enrolment, held_on=tomorrow)


def test_a_planned_session_is_to_come(as_worker, enrolment):
    yesterday = today() - timedelta(days=1)
    typed = a_session(enrolment, yesterday, took_place="planned")
    assertContains(as_worker.post(at("add_session", enrolment), typed), "must be today or later")
    as_worker.post(at("add_session", enrolment), a_session(enrolment, took_place="planned"))
    session = Session.objects.get()
    assert (session.status, session.planned_for, session.minutes) == ("planned", today(), None)


def test_the_same_day_twice_is_one_session_unless_there_were_two(as_worker, enrolment):
    SessionFactory(enrolment=enrolment)
    response = as_worker.post(at("add_session", enrolment), a_session(enrolment))
    assertContains(response, "There is an entry already")
    assertContains(response, "Yes, there is more than one session on that day")
    as_worker.post(at("add_session", enrolment), a_session(enrolment, is_another="on"))
    assert Session.objects.count() == 2


def test_a_session_on_the_day_of_a_plan_is_that_plan(as_supervisor, enrolment):
    planned = SessionFactory(enrolment=enrolment, status="planned")
    as_supervisor.post(at("add_session", enrolment), a_session(enrolment))
    planned.refresh_from_db()
    assert (planned.status, planned.held_on) == ("given", today())
    assert Session.objects.count() == 1


def test_what_was_noted_with_a_plan_stays_with_the_session(as_supervisor, enrolment):
    planned = SessionFactory(enrolment=enrolment, status="planned", notes="Bring the genogram")
    as_supervisor.post(at("add_session", enrolment), a_session(enrolment))
    planned.refresh_from_db()
    assert (planned.status, planned.notes) == ("given", "Bring the genogram")


def test_planned_twice_for_a_day_it_is_one_session_unless_there_are_two(as_worker, enrolment):
    typed = a_session(enrolment, today() + timedelta(days=7), took_place="planned")
    as_worker.post(at("add_session", enrolment), typed)
    response = as_worker.post(at("add_session", enrolment), typed)
    assertContains(response, "Is this another session?")
    assert Session.objects.count() == 1
    as_worker.post(at("add_session", enrolment), typed | {"is_another": "on"})
    assert Session.objects.count() == 2


def test_somebody_else_may_have_held_it(as_worker, enrolment):
    typed = a_session(enrolment, held_by="somebody_else", held_by_name="Ros Adler")
    as_worker.post(at("add_session", enrolment), typed)
    assert Session.objects.get().held_by_name == "Ros Adler"


def test_what_was_agreed_is_for_two_people(client, as_worker, enrolment, coordinator, principal):
    as_worker.post(at("add_session", enrolment), a_session(enrolment, notes="Shadow a court hearing"))
    session = Session.objects.get()
    readers = {enrolment.social_worker: True, enrolment.supervisor: True, coordinator: False}
    readers |= {principal: False, enrolment.assessor: False}
    for person, reads in readers.items():
        client.force_login(person)
        page = client.get(session.get_absolute_url())
        (assertContains if reads else assertNotContains)(page, "Shadow a court hearing")
        assertNotContains(client.get(at("support", enrolment)), "Shadow a court hearing")


def test_once_the_programme_has_ended_nothing_is_entered(as_worker, enrolment):
    type(enrolment).objects.update(status="withdrawn")
    for page in ("add_session", "add_protected_time", "add_workload"):
        assert as_worker.get(at(page, enrolment)).status_code == 404
    with pytest.raises(StaleStep):
        actions.enter_session(enrolment, by=enrolment.social_worker, day=today(), held_by_name="Ros")


# ---- What became of a plan


@pytest.fixture
def planned(enrolment):
    return SessionFactory(enrolment=enrolment, status="planned", planned_for=today() - timedelta(days=1))


def follow_up(planned, **changed):
    typed = a_session(planned.enrolment, planned.planned_for)
    return {name: value for name, value in typed.items() if name != "took_place"} | changed


def test_a_planned_session_took_place(as_supervisor, planned):
    assertContains(as_supervisor.get(at("follow_up", planned)), "What became of it?")
    as_supervisor.post(at("follow_up", planned), follow_up(planned, became="held"))
    planned.refresh_from_db()
    assert (planned.status, planned.minutes) == ("given", 90)


def test_a_planned_session_was_cancelled(as_worker, planned):
    response = as_worker.post(at("follow_up", planned), {"became": "cancelled"})
    assertContains(response, "Select who cancelled it")
    assertContains(response, "Enter why it was cancelled")
    typed = {"became": "cancelled", "cancelled_by": "supervisor", "why": "Called to court"}
    assertRedirects(as_worker.post(at("follow_up", planned), typed), planned.get_absolute_url())
    planned.refresh_from_db()
    assert (planned.status, planned.cancelled_by, planned.side) == (
        "cancelled",
        "supervisor",
        "social_worker",
    )


def test_a_planned_session_is_moved(as_supervisor, planned):
    assertContains(as_supervisor.post(at("follow_up", planned), {"became": "moved"}), "Enter the new day")
    later = today() + timedelta(days=3)
    as_supervisor.post(at("follow_up", planned), {"became": "moved", **boxes("moved_to", later)})
    planned.refresh_from_db()
    assert planned.status == "corrected"
    assert planned.corrected_by.planned_for == later
    assert planned.corrected_by.status == "planned"


def test_a_session_is_not_moved_beyond_a_year(as_supervisor, planned):
    typed = {"became": "moved", "moved_to_day": "31", "moved_to_month": "12", "moved_to_year": "9999"}
    assertContains(as_supervisor.post(at("follow_up", planned), typed), "The new day must be on or before")
    planned.refresh_from_db()
    assert planned.status == "planned"


def test_what_became_of_it_has_to_be_said(as_supervisor, planned):
    assertContains(as_supervisor.post(at("follow_up", planned), {}), "Select what became of the session")


def test_a_plan_that_was_followed_up_meanwhile_says_so(as_supervisor, planned):
    Session.objects.filter(pk=planned.pk).update(
        status="cancelled", cancelled_by="supervisor", cancelled_why="Ill"
    )
    assertRedirects(as_supervisor.get(at("follow_up", planned)), planned.get_absolute_url())
    response = as_supervisor.post(at("follow_up", planned), follow_up(planned, became="held"))
    assert response.status_code == 409


# ---- Protected time and workload


def test_protected_time_of_a_week(as_worker, enrolment):
    assertContains(as_worker.get(at("add_protected_time", enrolment)), "3.7 hours a week are promised")
    typed = {"week": this_monday().isoformat(), "hours": "2,5"}
    response = as_worker.post(at("add_protected_time", enrolment), typed)
    assertContains(response, "Enter why 1.2 of the promised hours were lost")
    as_worker.post(at("add_protected_time", enrolment), typed | {"why_lost": "A strategy meeting"})
    week = ProtectedTime.objects.get()
    assert (week.hours_promised, week.hours_taken, week.hours_lost) == (
        Decimal("3.70"),
        Decimal("2.50"),
        "1.2",
    )
    again = as_worker.post(at("add_protected_time", enrolment), typed | {"why_lost": "A meeting"})
    assertContains(again, "There is an entry already")


def test_protected_time_is_planned_then_taken(as_worker, enrolment):
    coming = this_monday() + timedelta(weeks=1)
    as_worker.post(at("add_protected_time", enrolment), {"week": coming.isoformat(), "hours": "3.7"})
    week = ProtectedTime.objects.get()
    assert (week.status, week.hours_planned, week.hours_taken) == ("planned", Decimal("3.70"), None)
    ProtectedTime.objects.update(week=this_monday())
    as_worker.post(at("add_protected_time", enrolment), {"week": this_monday().isoformat(), "hours": "3.7"})
    week.refresh_from_db()
    assert (week.status, week.hours_taken) == ("given", Decimal("3.70"))


def test_workload_of_a_day(as_worker, enrolment):
    typed = {**boxes("as_of", today()), "children": "14", "percent": "105"}
    assertContains(
        as_worker.post(at("add_workload", enrolment), typed | {"children": ""}), "number of children"
    )
    as_worker.post(at("add_workload", enrolment), typed)
    found = Workload.objects.get()
    assert (found.status, found.percent, found.agreed_percent, found.families) == ("given", 105, 90, None)
    assertContains(as_worker.post(at("add_workload", enrolment), typed), "There is an entry already")
    assertContains(as_worker.get(at("support", enrolment)), "At most 90% is promised")


def test_workload_is_planned_then_carried(as_worker, enrolment):
    typed = {"children": "14", "percent": "90"}
    tomorrow = boxes("as_of", today() + timedelta(days=1))
    as_worker.post(at("add_workload", enrolment), typed | tomorrow)
    planned = Workload.objects.get()
    assert planned.status == "planned"
    assertContains(
        as_worker.post(at("add_workload", enrolment), typed | tomorrow), "There is an entry already"
    )
    Workload.objects.update(as_of=today())
    as_worker.post(at("add_workload", enrolment), typed | boxes("as_of", today()) | {"percent": "105"})
    planned.refresh_from_db()
    assert (planned.status, planned.percent) == ("given", 105)
    assert last_actions(planned) == ["supervision.workload_entered", "supervision.workload_entered"]


def test_a_planned_workload_that_is_corrected_on_its_day_is_carried(as_supervisor, enrolment):
    planned = WorkloadFactory(enrolment=enrolment, status="planned")
    typed = {"children": "9", "percent": "70", "why_corrected": "Two cases closed"}
    as_supervisor.post(of_entry("correct", planned), typed)
    planned.refresh_from_db()
    assert (planned.status, planned.corrected_by.status) == ("corrected", "given")


def test_workload_is_not_planned_beyond_a_year(as_worker, enrolment):
    typed = {"as_of_day": "31", "as_of_month": "12", "as_of_year": "9999", "children": "14", "percent": "90"}
    assertContains(as_worker.post(at("add_workload", enrolment), typed), "The day must be on or before")
    assert not Workload.objects.exists()


# ---- The other side


def test_what_the_other_side_entered_is_shown_and_agreed_to(as_worker, enrolment):
    entries = [SessionFactory(enrolment=enrolment), WorkloadFactory(enrolment=enrolment)]
    page = as_worker.get(at("support", enrolment))
    assertContains(page, "New from the employer")
    shown = [f"{each.KIND}-{each.pk}" for each in entries[:1]]
    as_worker.post(at("agree_all", enrolment), {"entry": shown})
    first, second = entries
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.agreed_by == enrolment.social_worker
    assert second.agreed_by is None
    as_worker.post(of_entry("agree_entry", second))
    as_worker.post(of_entry("agree_entry", second))
    assert last_actions(second) == ["supervision.entry_agreed"]


def test_an_entry_is_disputed_answered_and_settled(client, enrolment):
    session = SessionFactory(enrolment=enrolment)
    client.force_login(enrolment.social_worker)
    assertContains(client.post(of_entry("dispute", session), {}), "Enter what is not right")
    client.post(of_entry("dispute", session), {"words": "It ended after ten minutes."})
    session.refresh_from_db()
    assert session.status == "disputed"
    assert Message.objects.get(kind="entry-disputed").to == enrolment.supervisor

    client.force_login(enrolment.supervisor)
    page = client.get(session.get_absolute_url())
    assertContains(page, "It ended after ten minutes.")
    assertContains(client.post(of_entry("answer", session), {}), "Enter your answer")
    client.post(of_entry("answer", session), {"words": "We went on by telephone."})
    assert client.post(of_entry("answer", session), {"words": "Again"}).status_code == 409
    assert Message.objects.get(kind="dispute-answered").to == enrolment.social_worker

    client.force_login(enrolment.social_worker)
    for _ in range(2):
        client.post(of_entry("settle", session))
    session.refresh_from_db()
    assert session.status == "given"
    assert session.agreed_by == enrolment.social_worker
    assertContains(client.get(session.get_absolute_url()), "We went on by telephone.")


def test_a_cancellation_that_was_disputed_stays_a_cancellation(enrolment):
    session = SessionFactory(enrolment=enrolment, status="cancelled")
    raised = actions.dispute(session, words="It took place.", by=enrolment.social_worker)
    actions.settle(raised, by=enrolment.social_worker)
    session.refresh_from_db()
    assert session.status == "cancelled"


def test_the_words_of_a_dispute_stay(enrolment):
    session = SessionFactory(enrolment=enrolment)
    raised = actions.dispute(session, words="It was shorter.", by=enrolment.social_worker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.filter(pk=raised.pk).update(words="Nothing")


def test_nobody_disputes_their_own_entry(as_worker, enrolment):
    own = SessionFactory(enrolment=enrolment, side="social_worker")
    assert as_worker.get(of_entry("dispute", own)).status_code == 404
    theirs = SessionFactory(enrolment=enrolment)
    assert as_worker.get(of_entry("correct", theirs)).status_code == 404


# ---- Corrections


def correction(session, **changed):
    return follow_up(session) | boxes("day", session.held_on) | {"why_corrected": "Wrong length"} | changed


def test_a_correction_is_a_new_entry_that_says_why(as_supervisor, enrolment):
    session = SessionFactory(enrolment=enrolment, held_on=today() - timedelta(days=2), notes="Court")
    session.planned_for = session.held_on
    raised = actions.dispute(session, words="It was 60 minutes.", by=enrolment.social_worker)
    missing = as_supervisor.post(of_entry("correct", session), correction(session, why_corrected=""))
    assertContains(missing, "Enter why it is corrected")
    as_supervisor.post(of_entry("correct", session), correction(session, minutes="60", notes="Court"))
    session.refresh_from_db()
    new = session.corrected_by
    raised.refresh_from_db()
    assert (session.status, session.minutes) == ("corrected", 90)
    assert (new.status, new.minutes, new.why_corrected, new.notes) == ("given", 60, "Wrong length", "Court")
    assert not raised.is_open
    assertContains(as_supervisor.get(session.get_absolute_url()), "Wrong length")
    assertRedirects(as_supervisor.get(of_entry("correct", session)), session.get_absolute_url())


def test_an_entry_that_was_a_mistake_is_taken_back(as_supervisor, enrolment):
    session = SessionFactory(enrolment=enrolment)
    typed = {"why_corrected": "Somebody else’s session", "is_mistake": "on"}
    as_supervisor.post(of_entry("correct", session), typed)
    session.refresh_from_db()
    assert (session.status, session.why_taken_back) == ("corrected", "Somebody else’s session")
    assertContains(as_supervisor.get(at("entries", enrolment, "session")), "Corrected by a newer entry")


def test_hours_and_workload_are_corrected_too(as_supervisor, enrolment):
    week, load = ProtectedTimeFactory(enrolment=enrolment), WorkloadFactory(enrolment=enrolment)
    as_supervisor.post(of_entry("correct", week), {"hours": "3.7", "why_corrected": "Friday was kept"})
    as_supervisor.post(
        of_entry("correct", load), {"children": "9", "percent": "70", "why_corrected": "Two cases closed"}
    )
    assert ProtectedTime.objects.get(status="given").hours_taken == Decimal("3.70")
    assert Workload.objects.get(status="given").children == 9


def test_what_was_given_is_not_written_over(enrolment):
    session = SessionFactory(enrolment=enrolment)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(minutes=10)


def test_an_unknown_kind_of_entry_is_not_there(as_worker, enrolment):
    assert as_worker.get(at("entries", enrolment, "gossip")).status_code == 404
