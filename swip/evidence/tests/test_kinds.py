"""The kinds of evidence: those for everybody, and those an employer adds for its own people."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.core import history
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence import actions, queries
from swip.evidence.models import EvidenceKind, KindVersion
from swip.evidence.tests.factories import EmployerKindFactory
from swip.evidence.tests.pages import TYPED, at

pytestmark = pytest.mark.django_db

WORDED = {
    "name": "Practice week",
    "description": "What you took from it",
    "level": "knows_how",
    "asks_what_was_done": "What did you see?\r\n\r\nWho was there?",
    "first_question": "Which session was it?",
}


@pytest.fixture
def employer(enrolment):
    return enrolment.employment_periods.get().organisation


@pytest.fixture
def as_coordinator(client, employer):
    client.force_login(AppointmentFactory(organisation=employer, role=Role.COORDINATOR).person)
    return client


def test_an_employer_adds_a_kind_changes_it_and_stops_offering_it(as_coordinator, employer, enrolment):
    add, every = at("add_kind", employer), at("kinds", employer)
    told = as_coordinator.post(add, {"asks_what_was_done": "a\n" * 7, "first_question": "x" * 201})
    for message in (
        "Enter a name",
        "Enter what it is",
        "Select how far it usually reaches",
        "Prompts for what happened must be 6 lines or fewer",
        "The first question must be 200 characters or fewer",
    ):
        assertContains(told, message)
    assertRedirects(as_coordinator.post(add, WORDED), every)
    assertRedirects(as_coordinator.post(add, WORDED), every)  # pressed twice
    told = as_coordinator.post(add, {**WORDED, "name": "practice WEEK"})
    assertContains(told, "Enter a name that none of your kinds has")
    for name in ("court  WORK", "Observation"):
        assertContains(
            as_coordinator.post(add, {**WORDED, "name": name}), "Enter another name: everybody has"
        )
    kind = EvidenceKind.objects.get(organisation=employer)
    assert kind.asks_what_was_done == ["What did you see?", "Who was there?"]

    worker = enrolment.social_worker
    piece = actions.start(enrolment, kind=kind, by=worker)
    change = at("change_kind", employer, kind)
    assertContains(as_coordinator.get(change), "Which session was it?")
    changed = {**WORDED, "first_question": "What was it about?", "second_question": "Which session was it?"}
    assertRedirects(as_coordinator.post(change, {**changed, "version": 1}), every)
    assert as_coordinator.post(change, {**WORDED, "name": "Another", "version": 1}).status_code == 409
    told = as_coordinator.post(change, {**WORDED, "name": "reflection", "version": 2})
    assertContains(told, "Enter another name: everybody has “Reflection”")
    kind.refresh_from_db()
    code = piece.wording.questions[0]["code"]
    assert [each["question"] for each in kind.questions] == ["What was it about?", "Which session was it?"]
    assert kind.questions[1]["code"] == code
    piece.refresh_from_db()
    assert [each["question"] for each in piece.wording.questions] == ["Which session was it?"]

    as_coordinator.post(at("offer_kind", employer, kind), {"offer": "no"})
    assertContains(as_coordinator.get(every), "Not any more")
    assert kind not in queries.kinds_for(enrolment)
    assert kind in queries.kinds_for(enrolment, chosen=piece)
    done = [each.action.removeprefix("evidence.kind_") for each in history.of(kind)]
    assert done == ["added", "changed", "stopped"]

    as_coordinator.force_login(worker)
    write = at("write", piece)
    assertContains(as_coordinator.get(write), "Which session was it?")
    as_coordinator.post(write, {**TYPED, f"answer_{code}": "The second", "revision": 0})
    piece.refresh_from_db()
    assert queries.reading(piece).answers[0].answer == "The second"


def test_a_kind_of_an_employer_is_offered_to_its_own_people_alone(client, enrolment, employer):
    kind = EmployerKindFactory(organisation=employer)
    client.force_login(enrolment.social_worker)
    shown = client.get(at("start", enrolment))
    assertContains(shown, f"Added by {employer}")
    assertContains(shown, kind.name)
    elsewhere = EnrolmentFactory()
    client.force_login(elsewhere.social_worker)
    shown = client.get(at("start", elsewhere))
    assertNotContains(shown, kind.name)
    assertContains(
        client.post(at("start", elsewhere), {"kind": kind.code}), "Select what kind of evidence it is"
    )


def test_the_kinds_for_everybody_are_nobodys_to_change(as_coordinator, employer):
    kind = EvidenceKind.objects.get(code="reflection")
    assert as_coordinator.get(at("change_kind", employer, kind)).status_code == 404
    with pytest.raises(PermissionError):
        actions.offer_kind(kind, is_offered=False, by=None)


def test_loading_the_kinds_again_makes_no_version_and_a_new_wording_one(monkeypatch):
    before = KindVersion.objects.count()
    actions.load_kinds()
    assert KindVersion.objects.count() == before
    EvidenceKind.objects.filter(code="audit").update(description="As it was")
    audit = EvidenceKind.objects.get(code="audit")
    actions.kinds.keep_wording(audit, by=None)
    actions.load_kinds()
    assert [each.number for each in audit.versions.all()] == [1, 2, 3]
