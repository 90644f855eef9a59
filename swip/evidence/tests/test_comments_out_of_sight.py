"""What a supervisor said, by which somebody could be recognised: looked through first, and out of sight by itself."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.evidence import actions
from swip.evidence.actions.comments import take_comment_out_of_sight
from swip.evidence.models import EvidenceReview, Showcase
from swip.evidence.queries.comments import where_it_stands
from swip.evidence.tests.factories import EvidenceFactory, ShowcaseFactory
from swip.evidence.tests.pages import at
from swip.identifiers.models import Quarantine, Scan
from swip.identifiers.tests.everything import everything_kept

pytestmark = pytest.mark.django_db
CHILD = "Jayden"
NAMED = f"Say more of what {CHILD} told you."
MENDED = "Say more of what the younger child told you."


@pytest.fixture
def keeper(enrolment):
    employer = enrolment.employment_periods.get().organisation
    return AppointmentFactory(organisation=employer, role=Role.DATA_PROTECTION_LEAD).person


@pytest.fixture
def piece(enrolment):
    return EvidenceFactory(enrolment=enrolment, status="accepted", outcomes=["1.1"])


def reviewed(enrolment, piece):
    own = EvidenceFactory(enrolment=enrolment, status="accepted", comment=NAMED)
    return EvidenceReview.objects.get(version__evidence=own)


def suggested(enrolment, piece):
    kept = ShowcaseFactory(enrolment=enrolment, outcome=piece.outcomes.get(), pieces=[piece])
    actions.suggest_others(kept, pieces=[piece], comment=NAMED, revision=0, by=enrolment.supervisor)
    return Showcase.objects.get()


@pytest.mark.parametrize("name", ["review", "showcase"])
def test_a_comment_goes_out_of_sight_is_mended_and_comes_back(client, enrolment, keeper, piece, name):
    worker, supervisor, assessor = enrolment.social_worker, enrolment.supervisor, enrolment.assessor
    record = (reviewed if name == "review" else suggested)(enrolment, piece)
    page = where_it_stands(record)
    take, keeps = at(f"take_{name}_out_of_sight", record), at(f"{name}_out_of_sight", record)
    mend, look = at(f"mend_{name}", record), at(f"look_through_mended_{name}", record)

    client.force_login(worker)
    assertContains(client.get(page), take)
    assertContains(client.post(take), "Select what you saw")
    for _ in range(2):  # pressed twice, it is done once
        assertRedirects(client.post(take, {"kinds": ["name"]}), page)
    assert Quarantine.objects.get().writer == supervisor
    read_with = record.version.evidence if name == "review" else None
    elsewhere = [at("versions", read_with), at("version", read_with, 1)] if read_with else []
    for reader in [worker, assessor]:
        client.force_login(reader)
        for address in [page, *elsewhere]:
            assertContains(client.get(address), "The comment is out of sight")
            assertNotContains(client.get(address), CHILD)
        assert client.get(mend).status_code == client.get(keeps).status_code == 404

    client.force_login(supervisor)
    assertContains(client.get(page), mend)
    assertContains(client.get(reverse("dashboards:home")), mend)
    assertContains(client.get(mend), NAMED)
    other = {"text_comment": f"{NAMED} And Kacper.", "revision": 0}
    assertRedirects(client.post(mend, other), look)
    assertRedirects(client.post(mend, {"text_comment": MENDED, "revision": 1}), page)

    client.force_login(keeper)
    assertContains(client.get(keeps), MENDED)
    assertRedirects(
        client.post(keeps, {"ending": "mended", "revision": 2}), reverse("identifiers:quarantines")
    )
    assert CHILD not in everything_kept()
    client.force_login(assessor)
    assertContains(client.get(page), MENDED)


def test_what_stands_for_an_outcome_is_answered_only_once_every_name_in_the_comment_is_decided_about(
    client, enrolment, piece
):
    ShowcaseFactory(enrolment=enrolment, outcome=piece.outcomes.get(), pieces=[piece])
    answer, page = at("answer_showcase", enrolment, "1.1"), at("showcase", enrolment, "1.1")
    typed = {"decision": "suggest", "pieces": [piece.pk], "comment": NAMED, "revision": 0}
    client.force_login(enrolment.supervisor)
    refused = client.post(answer, typed)
    assertContains(refused, f"Select what to do about 1, “{CHILD}”")
    key = re.search(r'name="do_(\w+)"', refused.content.decode()).group(1)
    typed |= {f"do_{key}": "own", f"word_{key}": "the younger child"}
    assertRedirects(client.post(answer, typed), page)
    showcase = Showcase.objects.get()
    assert showcase.comment == MENDED
    assert Scan.objects.upon(showcase).get().decisions[0]["decision"] == "own"
    assert CHILD not in str(Scan.objects.values_list())
    # A comment that nobody is sent is not asked about.
    actions.take_back_answer(showcase, revision=1, by=enrolment.supervisor)
    agreed = client.post(answer, {"decision": "agree", "comment": NAMED, "revision": 2})
    assertRedirects(agreed, page)


def test_an_answer_that_is_taken_back_ends_it_and_black_goes_through_comments_too(enrolment, keeper, piece):
    showcase = suggested(enrolment, piece)
    quarantine = take_comment_out_of_sight(showcase, kinds=["name"], by=enrolment.social_worker)
    actions.take_back_answer(showcase, revision=showcase.revision, by=enrolment.supervisor)
    quarantine.refresh_from_db()
    showcase.refresh_from_db()
    assert (quarantine.is_open, showcase.is_quarantined, showcase.comment) == (False, False, "")

    actions.suggest_others(
        showcase, pieces=[piece], comment=NAMED, revision=showcase.revision, by=enrolment.supervisor
    )
    actions.take_out_of_sight(piece, kinds=["name"], by=enrolment.supervisor)
    actions.mend(piece, by=enrolment.social_worker)
    actions.black_out(piece.versions.get(), words=["met the family", CHILD], by=keeper)
    showcase.refresh_from_db()
    assert CHILD not in showcase.comment
