"""What waits for each person about the portfolio, and what two people talk about when they meet."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.dashboards.queries import portfolio_waits
from swip.dashboards.queries.asked import Waiting, alike
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.actions import suggest_others, take_out_of_sight
from swip.evidence.actions.comments import take_comment_out_of_sight
from swip.evidence.actions.note_guard import take_note_out_of_sight
from swip.evidence.tests.factories import EvidenceFactory, ShowcaseFactory
from swip.evidence.tests.note_factories import SharedNoteFactory
from swip.feedback.actions.identifying import take_out_of_sight as hide_feedback
from swip.feedback.tests.factories import InvitationFactory, RoundFactory
from swip.identifiers.models import Quarantine
from swip.notifications.models import Message
from swip.observations.actions import record_family
from swip.observations.actions import take_out_of_sight as hide_observation
from swip.observations.actions import withdraw as stop_asking
from swip.observations.models import Observer
from swip.observations.tests.factories import ObservationFactory
from swip.plans.actions import renew, take_goal_out_of_sight, take_version_out_of_sight
from swip.plans.tests.factories import ActionFactory, GoalFactory
from swip.reviews.tests.factories import ReviewFactory
from swip.self_assessment.actions import take_out_of_sight as hide_self_assessment
from swip.self_assessment.tests.factories import SelfAssessmentFactory, SupervisorViewFactory
from swip.voices.actions import take_out_of_sight as hide_voices
from swip.voices.tests.factories import BatchFactory, HandoutFactory, VoiceFactory

pytestmark = pytest.mark.django_db


def said(found):
    return [each.what for each in found]


def late(goal_of, owner):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    return ActionFactory(goal__enrolment=goal_of, owner=owner, due_on=yesterday)


@pytest.fixture
def enrolment():
    return EnrolmentFactory()


@pytest.fixture
def employer(enrolment):
    return enrolment.employment_periods.get().organisation


@pytest.fixture
def coordinator(employer):
    return AppointmentFactory(organisation=employer, role=Role.COORDINATOR).person


def everything_that_can_wait(enrolment, others, alone):
    """Of the first, whatever one person can have at once; of the others, a round each; of the last, no supervisor."""
    ObservationFactory(enrolment=enrolment, to="answered")
    ObservationFactory(enrolment=enrolment, to="reflected")
    ObservationFactory(enrolment=enrolment, to="family")
    said_no = ObservationFactory(enrolment=enrolment, to="reflected")
    told = {"family": "declined", "asked_by": "observer", "asked_on": timezone.localdate(), "words": ""}
    record_family(said_no, **told, by=enrolment.social_worker)
    ObservationFactory(enrolment=enrolment, to="asked", observer="outsider")
    Observer.objects.filter(person=None).update(status="declined")
    RoundFactory(enrolment=enrolment, status="released")
    rounds = {
        status: RoundFactory(enrolment=each, status=status)
        for status, each in zip(
            ["own_view", "naming", "proposed", "open", "failed", "valid"], [enrolment, *others], strict=True
        )
    }
    InvitationFactory(round=rounds["open"])
    rounds["open"].invitations.filter(name="Person 1").update(failure="address")
    BatchFactory(enrolment=enrolment)
    VoiceFactory(enrolment=enrolment)
    for each in (enrolment, alone):
        handout = HandoutFactory(enrolment=each, made_by=enrolment.supervisor)
        for decision in ["show", "show", "show", "summary", "summary"]:
            VoiceFactory(handout=handout, decision=decision)
    for owner in ["social_worker", "supervisor", "employer"]:
        late(enrolment, owner)
    SharedNoteFactory(enrolment=enrolment)
    SelfAssessmentFactory(enrolment=others[0], status="shared")
    accepted = EvidenceFactory(enrolment=others[0], status="accepted")
    ShowcaseFactory(enrolment=others[0], pieces=[accepted])
    return rounds


def everything_out_of_sight(enrolment):
    by = enrolment.assessor
    take_out_of_sight(EvidenceFactory(enrolment=enrolment, status="submitted"), kinds=["name"], by=by)
    take_note_out_of_sight(SharedNoteFactory(enrolment=enrolment), kinds=["name"], by=by)
    hide_observation(ObservationFactory(enrolment=enrolment, to="answered"), kinds=["name"], by=by)
    done = RoundFactory(enrolment=enrolment, status="released")
    done.reflection.words, done.reflection.shared_at = "They gave me time.", timezone.now()
    done.reflection.save()
    for what, record in [
        ("round", done),
        ("comment", done.comments.first()),
        ("reflection", done.reflection),
    ]:
        hide_feedback(what, record, kinds=["name"], by=by)
    hide_voices(BatchFactory(enrolment=enrolment), kinds=["name"], by=by)
    shared = {"status": "shared", "answers": {"1.1": ("with_support", "I do it with somebody beside me.")}}
    view = SupervisorViewFactory(
        self_assessment=SelfAssessmentFactory(enrolment=enrolment, **shared), **shared
    )
    for record in (view, view.self_assessment):
        hide_self_assessment(record, kinds=["name"], by=by)
    accepted = EvidenceFactory(enrolment=enrolment, status="accepted")
    shown = ShowcaseFactory(enrolment=enrolment, pieces=[accepted])
    suggest_others(shown, pieces=[accepted], comment="It shows more.", revision=0, by=enrolment.supervisor)
    for record in (accepted.versions.get().review, shown):
        take_comment_out_of_sight(record, kinds=["name"], by=by)
    take_goal_out_of_sight(GoalFactory(enrolment=enrolment), kinds=["name"], by=by)
    version = renew(enrolment, said={}, seen=0, words="We go on.", by=enrolment.supervisor)
    take_version_out_of_sight(version, kinds=["name"], by=by)


def test_everything_that_can_wait_is_said_to_whoever_can_do_it_and_leads_there(
    client, enrolment, employer, coordinator
):
    supervisor = enrolment.supervisor
    others = [EnrolmentFactory(organisation=employer, supervisor=supervisor) for _ in range(5)]
    alone = EnrolmentFactory(organisation=employer, supervisor=None)
    everything_out_of_sight(enrolment)
    rounds = everything_that_can_wait(enrolment, others, alone)
    people = [enrolment, *others, alone]

    def found():
        names = {each.pk: each.social_worker.name for each in people}
        own = [(each.social_worker, portfolio_waits.for_worker(each.pk)) for each in people]
        supervised = portfolio_waits.for_supervisor({pk: names[pk] for pk in names if pk != alone.pk})
        return [
            *own,
            (supervisor, supervised + portfolio_waits.for_person(supervisor)),
            (coordinator, portfolio_waits.for_coordinator(coordinator, names)),
        ]

    for person, waits in found():
        client.force_login(person)
        home = client.get("/")
        for each in waits:
            assertContains(home, each.what)
            assertContains(home, each.href)
            assert client.get(each.href, follow=True).status_code == 200, each
    told = {each.what for _, waits in found() for each in waits}
    all_there_is = [*portfolio_waits.TOLD.values(), *portfolio_waits.MENDED_BY_WRITER.values()]
    assert told == {each.words for each in all_there_is}
    assert "Release what families said" in said(found()[-1][1])  # where there is no supervisor who could
    for status, each in rounds.items():
        here = [person for person, waits in found() if each.get_absolute_url() in [one.href for one in waits]]
        whose = each.enrolment.social_worker if status in ("own_view", "naming", "failed") else supervisor
        assert here == [whose], status

    Quarantine.objects.update(mended_at=timezone.now())
    assert not [each for _, waits in found() for each in waits if "Out of sight" in each.what]


def test_what_is_alike_is_said_together_and_what_presses_comes_first():
    today = datetime.date(2026, 11, 22)
    days = [today - datetime.timedelta(days=number) for number in range(4)]
    waits = [
        Waiting("Read", "Ada", "/1", since=days[2]),
        Waiting("Sign", "Ada", "/2", since=days[3]),
        Waiting("Read", "Bea", "/3", since=days[1]),
        Waiting("Hold", "Ada", "/4", since=days[1], due=days[1]),
        Waiting("Find", "Ada", "/5"),
        Waiting("Look", "Ada", "/6", is_pressing=True),
        Waiting("Read", "Ada", "/1", since=days[2]),  # as somebody else, too
    ]
    found = alike(waits, today)
    assert [each.what for each in found] == ["Look", "Hold", "Sign", "Read", "Find"]
    assert [each.about for each in found[3].waits] == ["Ada", "Bea"]


def test_each_is_told_what_waits_for_them_in_one_question(django_assert_num_queries, enrolment, coordinator):
    other = EnrolmentFactory()
    for each in (enrolment, other):
        ObservationFactory(enrolment=each, to="answered")
        late(each, "social_worker")
        late(each, "supervisor")
        VoiceFactory(enrolment=each)
    portfolio_waits.for_worker(enrolment.pk)
    with django_assert_num_queries(1):
        own = portfolio_waits.for_worker(enrolment.pk)
    assert sorted(said(own)) == ["Late in the development plan", "Reflect on an observation"]
    people = {enrolment.pk: "Ada"}
    portfolio_waits.for_supervisor(people)
    with django_assert_num_queries(1):
        found = portfolio_waits.for_supervisor(people)
    assert {(each.what, each.about) for each in found} == {
        ("Late in the development plan", "Ada"),
        ("Read what families said", "Ada"),
    }
    portfolio_waits.for_coordinator(coordinator, people)
    with django_assert_num_queries(2):
        found = portfolio_waits.for_coordinator(coordinator, people)
    assert said(found) == ["Read what families said"]


def test_an_observer_is_told_what_to_do_next(client, enrolment, coordinator):
    observer, people = enrolment.assessor, {enrolment.pk: "Ada"}
    ObservationFactory(enrolment=enrolment, to="asked", observer="assessor")
    answered = ObservationFactory(enrolment=enrolment, to="answered", observer="assessor")
    assert said(portfolio_waits.for_person(observer)) == ["Observe and say what you saw"]
    answered.observers.update(status="asked")
    assert "Look at what you saw once more" in said(portfolio_waits.for_person(observer))
    Observer.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))
    [lost] = portfolio_waits.for_coordinator(coordinator, people)
    assert (lost.what, lost.about) == ("Nobody observes yet", "Ada, 2 observations")
    Observer.objects.update(expires_at=timezone.now() + datetime.timedelta(days=1))
    assert not portfolio_waits.for_coordinator(coordinator, people)
    hide_observation(answered, kinds=["name"], by=enrolment.supervisor)
    found = portfolio_waits.for_person(observer)
    assert sorted(said(found)) == ["Observe and say what you saw", "Out of sight: mend what you saw"]
    client.force_login(observer)
    for each in found:
        assert each.about == enrolment.social_worker.name
        assert client.get(each.href).status_code == 200


def test_an_observation_that_nobody_makes_any_more_waits_for_both_who_can_ask_somebody_else(
    client, enrolment, coordinator
):
    observation = ObservationFactory(enrolment=enrolment, to="asked")
    stop_asking(observation.observers.get(), by=coordinator)
    [own] = portfolio_waits.for_worker(enrolment.pk)
    assert (own.what, own.href) == ("Nobody observes: ask somebody else", observation.get_absolute_url())
    told = Message.objects.filter(to=enrolment.social_worker).latest("pk")
    assert told.subject.endswith("is not asked to observe you any more")
    [lost] = portfolio_waits.for_coordinator(coordinator, {enrolment.pk: "Ada"})
    client.force_login(coordinator)
    page = client.get(lost.href)
    assertContains(page, "nobody observes")
    assertContains(page, reverse("observations:ask", args=[observation.pk]))


def test_the_two_who_meet_have_an_agenda(client, enrolment, django_assert_max_num_queries):
    address = reverse("dashboards:agenda", args=[enrolment.pk])
    client.force_login(enrolment.supervisor)
    assertContains(client.get(address), "Nothing is on it yet")
    action = late(enrolment, "supervisor")
    evidence = EvidenceFactory(enrolment=enrolment, status="returned", title="The second visit")
    evidence.save_over(0, title="Half way to something else")
    client.get(address)
    with django_assert_max_num_queries(18):
        page = client.get(address)
    assertContains(page, action.what)
    assertContains(page, "The second visit")
    assertNotContains(page, "Half way")
    client.force_login(enrolment.social_worker)
    assertContains(client.get(address), "Half way")
    client.force_login(enrolment.assessor)
    assert client.get(address).status_code == 404


def test_a_coordinator_is_told_only_of_those_for_whom_their_employer_answers(
    enrolment, employer, coordinator
):
    elsewhere = EnrolmentFactory()
    starts_on = elsewhere.employment_periods.get().starts_on
    elsewhere.employment_periods.create(organisation=employer, starts_on=starts_on, is_lead=False)
    for each in (enrolment, elsewhere):
        VoiceFactory(enrolment=each)
    people = {enrolment.pk: "Ada", elsewhere.pk: "Bea"}
    found = portfolio_waits.for_coordinator(coordinator, people)
    assert [(each.what, each.about) for each in found] == [("Read what families said", "Ada")]
    assert portfolio_waits.for_coordinator(coordinator, {}) == []


def test_whoever_sees_to_it_finds_what_was_taken_out_of_sight_and_never_their_own(
    client, enrolment, employer, coordinator
):
    assert not portfolio_waits.out_of_sight(coordinator)
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted")
    take_out_of_sight(evidence, kinds=["names"], by=enrolment.supervisor)
    assert said(portfolio_waits.out_of_sight(coordinator)) == ["Taken out of sight"]

    lead = AppointmentFactory(organisation=employer, role=Role.DATA_PROTECTION_LEAD).person
    assert not portfolio_waits.out_of_sight(coordinator)  # it is the lead’s, where there is one
    client.force_login(lead)
    assertContains(client.get("/"), "Taken out of sight")
    Quarantine.objects.update(mended_at=timezone.now())
    assertContains(client.get("/"), "Mended: read it and bring it back")
    Quarantine.objects.update(writer=lead)
    assert not portfolio_waits.out_of_sight(lead)


def test_a_self_assessment_is_answered_before_the_next_review_or_talked_about_there(enrolment):
    SelfAssessmentFactory(enrolment=enrolment, status="shared")
    people = {enrolment.pk: "Ada"}
    assert "Answer a self-assessment" in said(portfolio_waits.for_supervisor(people))
    ReviewFactory(enrolment=enrolment, status="completed")
    assert "Answer a self-assessment" not in said(portfolio_waits.for_supervisor(people))
