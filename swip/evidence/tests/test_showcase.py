"""The pieces that stand for an outcome: chosen, agreed, others suggested, undone; counted by nobody."""

import pytest
from django.db import IntegrityError, transaction
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.core import history
from swip.core.lifecycle import StaleStep, StaleText
from swip.evidence import actions, queries
from swip.evidence.models import Showcase
from swip.evidence.tests.factories import EvidenceFactory, ShowcaseFactory
from swip.evidence.tests.pages import at

pytestmark = pytest.mark.django_db

WHY = "The visit in May shows more of it."


@pytest.fixture
def accepted(enrolment):
    return [EvidenceFactory(enrolment=enrolment, status="accepted", outcomes=["1.1"]) for _ in range(4)]


@pytest.fixture
def outcome(enrolment):
    return enrolment.standards.outcomes.get(code="1.1")


def test_a_choice_is_made_answered_and_made_again(client, enrolment, accepted, outcome):
    page = at("showcase", enrolment, "1.1")
    answer, take_back = (
        at("answer_showcase", enrolment, "1.1"),
        at("take_back_showcase_answer", enrolment, "1.1"),
    )
    waiting = EvidenceFactory(enrolment=enrolment, status="submitted", outcomes=["1.1"])

    client.force_login(enrolment.social_worker)
    assertNotContains(client.get(page), waiting.title)
    told = client.post(page, {"pieces": [each.pk for each in accepted], "revision": 0})
    assertContains(told, "Select 3 pieces or fewer. You have selected 4")
    assertContains(client.post(page, {"pieces": [waiting.pk], "revision": 0}), "Select pieces from the list")
    choice = {"pieces": [accepted[0].pk, accepted[1].pk], "revision": 0}
    assertRedirects(client.post(page, choice), page)
    assertRedirects(client.post(page, choice), page)  # pressed twice
    assert client.post(page, {"pieces": [accepted[2].pk], "revision": 0}).status_code == 409
    assert client.post(answer, {"decision": "agree", "revision": 1}).status_code == 404

    client.force_login(enrolment.supervisor)
    told = client.post(answer, {"decision": "suggest", "revision": 1})
    assertContains(told, "Select which pieces would show it better")
    assertContains(told, "Enter why you suggest them")
    assertContains(client.post(answer, {"revision": 1}), "Select whether you agree")
    suggestion = {"decision": "suggest", "pieces": [accepted[3].pk], "comment": WHY, "revision": 1}
    assertRedirects(client.post(answer, suggestion), page)
    assertRedirects(client.post(take_back, {"revision": 2}), page)
    assertRedirects(client.post(answer, {"decision": "agree", "revision": 3}), page)
    assertContains(client.get(page), f"Agreed by {enrolment.supervisor}")
    assert queries.showcased(enrolment)[outcome.pk].is_agreed

    client.force_login(enrolment.social_worker)
    client.post(page, {"pieces": [accepted[3].pk], "revision": 4})  # the agreement was to other pieces
    shown = queries.showcased(enrolment)[outcome.pk]
    assert (shown.status, [each.title for each in shown.chosen]) == ("proposed", [accepted[3].title])
    client.post(page, {"revision": 5})
    assert not queries.showcased(enrolment)
    done = [each.action.removeprefix("evidence.showcase_") for each in history.of(Showcase.objects.get())]
    assert done == ["chosen", "others_suggested", "answer_taken_back", "agreed", "chosen", "cleared"]


def test_what_is_taken_back_stands_for_nothing(enrolment, accepted, outcome):
    ShowcaseFactory(enrolment=enrolment, outcome=outcome, pieces=accepted[:2], status="agreed")
    actions.withdraw(accepted[0], by=enrolment.social_worker)
    shown = queries.showcased(enrolment)[outcome.pk]
    assert ([each.evidence_id for each in shown.chosen], shown.no_longer_there) == ([accepted[1].pk], 1)


def test_two_windows_and_other_peoples_pieces_are_refused(enrolment, accepted, outcome):
    worker, supervisor = enrolment.social_worker, enrolment.supervisor
    kept = actions.choose_showcase(enrolment, outcome, pieces=accepted[:1], revision=0, by=worker)
    seen = Showcase.objects.get()
    actions.choose_showcase(enrolment, outcome, pieces=accepted[1:2], revision=1, by=worker)
    with pytest.raises(StaleText):
        actions.agree_showcase(seen, revision=1, by=supervisor)
    with pytest.raises(StaleStep):
        actions.suggest_others(seen, pieces=[EvidenceFactory()], comment=WHY, revision=2, by=supervisor)
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.pieces.create(evidence=EvidenceFactory(), side="chosen")


def test_all_outcomes_are_answered_in_one_query(enrolment, accepted, outcome, django_assert_num_queries):
    outcomes = enrolment.standards.outcomes.all()
    for each in outcomes:
        ShowcaseFactory(enrolment=enrolment, outcome=each, pieces=accepted[:2])
    with django_assert_num_queries(1):
        assert len(queries.showcased(enrolment)) == len(outcomes)
