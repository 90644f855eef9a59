"""What was shared and by which somebody could be recognised: seen by nobody until it is mended and brought back."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.core import history
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.identifiers.models import Mending, Quarantine
from swip.identifiers.tests.everything import everything_kept
from swip.notifications.models import Message
from swip.self_assessment import actions, permissions, queries
from swip.self_assessment.models import SelfAssessment, SupervisorView
from swip.self_assessment.tests.factories import SelfAssessmentFactory, SupervisorViewFactory

pytestmark = pytest.mark.django_db
CHILD = "Jayden"
NAMED = {"1.1": ("with_support", f"I visited {CHILD}."), "1.2": ("on_my_own", "I led the meeting.")}


def page(name, *args):
    return reverse(f"self_assessment:{name}", args=args)


@pytest.fixture
def enrolment():
    return EnrolmentFactory()


@pytest.fixture
def keeper(enrolment):
    employer = enrolment.employment_periods.get().organisation
    return AppointmentFactory(organisation=employer, role=Role.DATA_PROTECTION_LEAD).person


@pytest.mark.parametrize("whose", ["own", "supervisors"])
def test_either_side_is_out_of_sight_until_its_reasons_are_mended_and_brought_back(
    client, enrolment, keeper, whose
):
    worker, supervisor = enrolment.social_worker, enrolment.supervisor
    own = SelfAssessmentFactory(
        enrolment=enrolment, status="shared", answers=NAMED if whose == "own" else None
    )
    beside = SupervisorViewFactory(
        self_assessment=own, status="shared", answers=NAMED if whose == "supervisors" else None
    )
    if whose == "own":
        record, writer, reader, names = (
            own,
            worker,
            supervisor,
            ("take_out_of_sight", "mend", "out_of_sight"),
        )
        look = page("look_through_mended", own.pk)
    else:
        record, writer, reader = beside, supervisor, worker
        names = ("take_view_out_of_sight", "mend_view", "view_out_of_sight")
        look = page("look_through_mended_view", beside.pk)
    take, mend, keeps = (page(name, record.pk) for name in names)
    shared = actions.fingerprint(record)

    client.force_login(reader)
    assertContains(client.get(record.get_absolute_url()), take)
    assertContains(client.post(take, {}), "Select what you saw")
    for _ in range(2):  # pressed twice, it is done once
        assertRedirects(client.post(take, {"kinds": ["name"]}), page("list", enrolment.pk))
    assert Quarantine.objects.get().writer == writer
    assert {each.to for each in Message.objects.filter(kind__startswith="quarantine")} == {writer, keeper}
    for address in [record.get_absolute_url(), mend, keeps]:
        assert client.get(address).status_code == 404
    for address in [page("list", enrolment.pk), page("compare", enrolment.pk)]:
        assertNotContains(client.get(address), CHILD)
    if whose == "own":
        assert client.get(beside.get_absolute_url()).status_code == 404  # both stand on that page
        assert client.post(page("answer", own.pk)).status_code == 404
        assert queries.latest_shared(enrolment) == []  # of which a review is drafted
        assert not permissions.known_to(enrolment.assessor).exists()
    else:
        assertNotContains(client.get(own.get_absolute_url()), "beside it")

    # Its writer sees it, and changes the reasons; the words that they chose stay.
    client.force_login(writer)
    notice = client.get(record.get_absolute_url())
    assertContains(notice, "Nobody but you and whoever looks after data protection can see it")
    assertContains(notice, f'href="{mend}"')
    texts = {f"text_{each.name}": each.text for each in queries.passages_of(record)}
    assertContains(client.post(mend, texts | {"revision": 0}), "Nothing has been changed yet")
    other = texts | {"text_1.1": "I visited Kacper.", "revision": 1}
    assert client.post(mend, other, headers={"X-Autosave": "1"}).json()["revision"] == 2
    assert client.post(mend, texts | {"revision": 1}).status_code == 409  # from another window
    assertRedirects(client.post(mend, other | {"revision": 2}), look)
    assertContains(client.get(look), "Your reason for 1.1")
    assertContains(
        client.post(mend, {"text_1.1": "a" * 5_001, "revision": 2}), "must be 5,000 characters or fewer"
    )
    done = texts | {"text_1.1": "I visited the older child.", "revision": 3}
    assertRedirects(client.post(mend, done), record.get_absolute_url())
    assertContains(client.get(record.get_absolute_url()), "You have changed it and handed it in")

    # Whoever sees to it reads the reasons alone, and brings back what they read.
    client.force_login(keeper)
    assertContains(client.get(reverse("identifiers:quarantines")), keeps)
    read = client.get(keeps)
    assertContains(read, "I visited the older child.")
    assertNotContains(read, queries.words_of(enrolment.rule_book)["on_my_own"])
    assert client.post(keeps, {"ending": "mended", "revision": 2}).status_code == 409
    assertRedirects(
        client.post(keeps, {"ending": "mended", "revision": 4}), reverse("identifiers:quarantines")
    )
    client.force_login(reader)
    back = client.get(record.get_absolute_url())
    assertContains(back, "I visited the older child.")
    assertContains(back, "I led the meeting.")
    assert not Mending.objects.exists()
    assert CHILD not in everything_kept()
    proof = history.of(record).get(action="self_assessment.mended").data
    assert proof == actions.fingerprint(record) != shared


def test_a_false_alarm_brings_it_back_as_it_was_and_no_word_ever_changes(client, enrolment, keeper):
    own = SelfAssessmentFactory(enrolment=enrolment, status="shared", answers=NAMED)
    actions.take_out_of_sight(own, kinds=["name"], by=enrolment.supervisor)
    for change in [{"word": "help_others"}, {"word": "help_others", "reason": "Other"}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            own.placements.update(**change)
    client.force_login(keeper)
    keeps = page("out_of_sight", own.pk)
    assertContains(client.post(keeps, {"ending": "mended", "revision": 0}), "It has not been mended yet")
    client.post(keeps, {"ending": "false_alarm", "why": "That is the horse", "revision": 0})
    client.force_login(enrolment.supervisor)
    assertContains(client.get(own.get_absolute_url()), f"I visited {CHILD}.")
    for kind in (SelfAssessment, SupervisorView):
        kind.objects.update(quarantined_at=None)  # nothing else of what was shared can be touched
    for change in [{"point": "end"}, {"revision": 9}, {"status": "private", "shared_at": None}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            SelfAssessment.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        own.placements.update(reason="Other")
