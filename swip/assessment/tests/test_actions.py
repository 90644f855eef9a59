import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.assessment import actions, permissions, queries
from swip.assessment.models import Decision, Recommendation, Result
from swip.assessment.tests.factories import RecommendationFactory, enrolment_with_outcomes
from swip.core import history
from swip.core.lifecycle import StaleStep, StaleText
from swip.credentials.models import Award
from swip.enrolment.models import Enrolment
from swip.enrolment.tests.factories import named_instead
from swip.evidence import actions as evidence_actions
from swip.evidence.models import EvidenceVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted():
    return RecommendationFactory(status=Recommendation.Status.SUBMITTED)


@pytest.fixture
def decision_maker(submitted):
    organisation = submitted.enrolment.employment_periods.get().organisation
    return AppointmentFactory(organisation=organisation, role=Role.DECISION_MAKER).person


def decide(recommendation, by, result=Result.MET, **details):
    if result != Result.MET:
        details["was_heard_before"] = True
    if result == Result.EXTEND:
        end = recommendation.enrolment.expected_end_on
        details |= {"extended_to": end + datetime.timedelta(days=90), "ground": "more_time_to_show"}
    return actions.decide(recommendation, result=result, reasons="As the portfolio shows.", by=by, **details)


def test_starting_twice_goes_on_with_the_same_recommendation():
    enrolment = enrolment_with_outcomes()

    first = actions.start(enrolment, by=enrolment.assessor)
    second = actions.start(enrolment, by=enrolment.assessor)

    assert first == second
    assert history.of(first).count() == 1


def test_nothing_is_recommended_while_a_programme_is_paused():
    enrolment = enrolment_with_outcomes(status=Enrolment.Status.PAUSED)

    with pytest.raises(StaleStep):
        actions.start(enrolment, by=enrolment.assessor)


def test_a_second_window_overwrites_nothing():
    recommendation = RecommendationFactory()
    kept = {"result": "met", "by": recommendation.assessor}
    actions.keep_summary(recommendation, revision=0, summary="First", **kept)

    with pytest.raises(StaleText):
        actions.keep_summary(recommendation, revision=0, summary="Second", **kept)

    recommendation.refresh_from_db()
    assert recommendation.summary == "First"


def test_nothing_is_written_into_what_was_handed_in(submitted):
    outcome = submitted.enrolment.standards.outcomes.first()

    with pytest.raises(StaleStep):
        actions.keep_judgement(
            submitted, outcome, revision=0, word="secure", reason="", cites=[], by=submitted.assessor
        )


def test_the_employer_is_told_of_a_recommendation(submitted, decision_maker):
    Recommendation.objects.filter(pk=submitted.pk).update(status=Recommendation.Status.DRAFT)
    submitted.refresh_from_db()

    actions.submit(submitted, revision=submitted.revision, by=submitted.assessor)

    assert decision_maker.messages.get().kind == "recommendation-submitted"


def test_a_recommendation_that_was_sent_back_can_be_handed_in_again(submitted, decision_maker):
    actions.send_back(submitted, comment="What of outcome 1.2?", by=decision_maker)
    assert not permissions.decidable_by(decision_maker).contains(submitted)

    actions.submit(submitted, revision=submitted.revision, by=submitted.assessor)

    assert permissions.decidable_by(decision_maker).contains(submitted)
    assert submitted.returned_with == ""


def test_met_completes_the_programme_and_makes_an_award(submitted, decision_maker):
    decision = decide(submitted, decision_maker)

    enrolment = Enrolment.objects.get(pk=submitted.enrolment_id)
    award = Award.objects.get(person=enrolment.social_worker)
    assert enrolment.status == Enrolment.Status.COMPLETED
    assert award.organisation == decision.organisation
    assert award.history_chain == enrolment.history_chain
    assert "decision-made" in enrolment.social_worker.messages.values_list("kind", flat=True)


def test_not_met_ends_the_programme_without_an_award(submitted, decision_maker):
    decide(submitted, decision_maker, Result.NOT_MET)

    assert Enrolment.objects.get(pk=submitted.enrolment_id).status == Enrolment.Status.NOT_COMPLETED
    assert not Award.objects.exists()


def test_extend_moves_the_end_and_lets_the_assessor_recommend_again(submitted, decision_maker):
    decision = decide(submitted, decision_maker, Result.EXTEND)

    enrolment = Enrolment.objects.get(pk=submitted.enrolment_id)
    assert enrolment.status == Enrolment.Status.ACTIVE
    assert enrolment.expected_end_on == decision.extended_to
    assert actions.start(enrolment, by=enrolment.assessor) != submitted


def test_a_decision_keeps_what_it_saw_and_under_which_rules(submitted, decision_maker):
    decision = decide(submitted, decision_maker)

    assert decision.rule_book == submitted.enrolment.rule_book
    assert [each["word"] for each in decision.seen["judgements"]] == ["Met"] * 4
    cited = [each for row in queries.judgements_seen(decision) for each in row["cites"]]
    versions = EvidenceVersion.objects.filter(evidence__in=[each["evidence"] for each in cited])
    assert {each["title"] for each in cited} == {each.content["title"] for each in versions}
    # It says upon which version it rests, and none of its words: what is out of sight there is so here.
    assert set(decision.seen["judgements"][0]["cites"][0]) == {"evidence", "version"}
    versions.update(quarantined_at=decision.decided_at)
    hidden = [each["title"] for row in queries.judgements_seen(decision) for each in row["cites"]]
    assert set(hidden) == {"A piece that is out of sight"}
    entry = history.of(decision).get()
    assert (entry.action, entry.rules) == ("decision.met", decision.rule_book.reference)
    assert entry.on_behalf_of == decision.organisation.name


def test_the_history_says_nothing_of_a_recommendation_before_it_is_decided(submitted, decision_maker):
    actions.send_back(submitted, comment="Harsh words", by=decision_maker)

    entries = history.of_chain(submitted.history_chain)
    assert not any("Harsh" in entry.note or entry.data for entry in entries)


def test_of_two_people_who_decide_at_once_one_is_told(submitted, decision_maker):
    other = Recommendation.objects.get(pk=submitted.pk)
    decide(submitted, decision_maker)

    with pytest.raises(StaleStep):
        decide(other, decision_maker, Result.NOT_MET)

    assert Decision.objects.count() == 1


def test_the_database_refuses_a_decision_by_who_recommended(submitted):
    organisation = submitted.enrolment.employment_periods.get().organisation
    AppointmentFactory(person=submitted.assessor, organisation=organisation, role=Role.DECISION_MAKER)

    assert not permissions.decidable_by(submitted.assessor).exists()
    with pytest.raises(IntegrityError, match="recommender_does_not_decide"), transaction.atomic():
        decide(submitted, submitted.assessor)


def test_the_database_refuses_an_adverse_decision_that_comes_as_a_surprise(submitted, decision_maker):
    with pytest.raises(IntegrityError, match="nothing_adverse_comes_as_a_surprise"), transaction.atomic():
        actions.decide(submitted, result=Result.NOT_MET, reasons="No.", by=decision_maker)


def test_nobody_decides_for_an_employer_that_is_not_theirs(submitted):
    stranger = AppointmentFactory(role=Role.DECISION_MAKER).person

    assert not permissions.decidable_by(stranger).exists()
    with pytest.raises(PermissionDenied):
        decide(submitted, stranger)


@pytest.mark.parametrize("change", [lambda decision: decision.save(), lambda decision: decision.delete()])
def test_a_decision_is_never_changed(submitted, decision_maker, change):
    decision = decide(submitted, decision_maker)

    with pytest.raises(DatabaseError), transaction.atomic():
        change(decision)


def test_who_reads_a_recommendation_and_when(submitted, decision_maker):
    enrolment = submitted.enrolment

    def readers():
        people = {
            "worker": enrolment.social_worker,
            "assessor": enrolment.assessor,
            "supervisor": enrolment.supervisor,
            "decision maker": decision_maker,
        }
        return {name for name, person in people.items() if permissions.visible_to(person).contains(submitted)}

    assert readers() == {"assessor", "decision maker"}
    decide(submitted, decision_maker)
    assert readers() == {"worker", "assessor", "supervisor", "decision maker"}


def test_the_assessor_of_today_carries_on(submitted):
    enrolment = submitted.enrolment
    former = enrolment.assessor
    successor = named_instead(enrolment, "assessor")

    assert permissions.written_by(successor).contains(submitted)
    assert not permissions.written_by(former).contains(submitted)


def test_nothing_is_decided_on_evidence_that_was_withdrawn_meanwhile(submitted, decision_maker):
    evidence = submitted.enrolment.evidence.get()
    evidence_actions.withdraw(evidence, by=submitted.enrolment.social_worker)

    with pytest.raises(actions.EvidenceIsGone):
        decide(submitted, decision_maker)

    submitted.refresh_from_db()
    assert submitted.status == Recommendation.Status.SUBMITTED
    assert not Decision.objects.exists()


def test_what_was_sent_back_is_kept_as_it_was(submitted, decision_maker):
    actions.send_back(submitted, comment="Look at 1.1 again", by=decision_maker)
    actions.submit(submitted, revision=submitted.revision, by=submitted.assessor)

    kept = submitted.sent_back.get()
    assert kept.comment == "Look at 1.1 again"
    assert kept.seen["summary"] == "A portfolio that shows it."
    with pytest.raises(DatabaseError), transaction.atomic():
        submitted.sent_back.update(comment="Something else")


def test_while_it_is_written_again_only_the_assessor_reads_it(submitted, decision_maker):
    actions.send_back(submitted, comment="Look at 1.1 again", by=decision_maker)
    assert permissions.visible_to(submitted.assessor).contains(submitted)
    assert not permissions.visible_to(decision_maker).contains(submitted)


def test_nobody_decides_on_what_they_helped_to_recommend(submitted, decision_maker):
    enrolment = submitted.enrolment
    assert permissions.decidable_by(decision_maker).contains(submitted)
    employer = enrolment.employment_periods.get().organisation
    former = AppointmentFactory(organisation=employer, role=Role.DECISION_MAKER).person
    history.record("recommendation.started", submitted, by=former)
    assert not permissions.decidable_by(former).contains(submitted)
    successor = named_instead(enrolment, "assessor")
    AppointmentFactory(organisation=employer, role=Role.DECISION_MAKER, person=successor)
    assert not permissions.decidable_by(successor).contains(submitted)


@pytest.mark.parametrize("status", ["paused", "withdrawn", "completed"])
def test_nothing_waits_for_a_decision_once_somebody_is_not_on_the_programme(
    submitted, decision_maker, status
):
    Enrolment.objects.update(status=status)
    assert not permissions.decidable_by(decision_maker).exists()
    assert permissions.written_by(submitted.assessor).exists() == (status == "paused")


def test_an_award_is_that_of_its_own_enrolment(submitted, decision_maker):
    decision = decide(submitted, decision_maker)
    award = queries.award_of(decision)
    award.history_chain = "enrolment:0"
    award.save()
    assert queries.award_of(decision) is None
