"""Nobody is recognised by what a supervisor says of a piece; and what they said goes out of sight with it."""

import re

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.evidence import actions
from swip.evidence.models import EvidenceReview, ReviewDraft
from swip.evidence.tests.factories import EvidenceFactory
from swip.evidence.tests.pages import at
from swip.identifiers.models import Scan

pytestmark = pytest.mark.django_db
CHILD = "Jayden"


def test_a_comment_is_looked_through_on_its_page_before_it_is_sent(client, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted")
    supervisor, review = enrolment.supervisor, at("review", evidence)
    client.force_login(supervisor)
    typed = {"decision": "returned", "version": 1, "revision": 0}
    typed |= {"comment": f"Say what {CHILD} said. I spoke with {supervisor}."}

    assert client.post(review, typed, headers={"X-Autosave": "1"}).json()["revision"] == 1
    refused = client.post(review, typed | {"revision": 1})
    assertContains(refused, f"Select what to do about 1, “{CHILD}”")
    assertContains(refused, "Found 1: ", count=1)  # the supervisor's own name is a colleague's
    assertContains(refused, f"{typed['comment']}</textarea>")
    assert not EvidenceReview.objects.exists()
    key = re.search(r'name="do_(\w+)"', refused.content.decode()).group(1)
    half = client.post(review, typed | {f"do_{key}": "own"})
    assertContains(half, f"Enter what to write instead of 1, “{CHILD}”")

    decided = typed | {f"do_{key}": "own", f"word_{key}": "the younger child"}
    for _ in range(2):  # pressed twice, it is sent once
        assertRedirects(client.post(review, decided), evidence.get_absolute_url())
    said = EvidenceReview.objects.get()
    assert said.comment == f"Say what the younger child said. I spoke with {supervisor}."
    assert Scan.objects.upon(said).get().decisions[0]["decision"] == "own"
    assert CHILD not in str(Scan.objects.values_list())
    assert not ReviewDraft.objects.exists()


def test_what_was_said_of_a_piece_goes_out_of_sight_with_it(client, enrolment):
    evidence = EvidenceFactory(enrolment=enrolment, status="submitted")
    writer, supervisor = enrolment.social_worker, enrolment.supervisor
    actions.accept(evidence.versions.get(), by=supervisor, comment="A comment of mine")
    client.force_login(supervisor)
    assertContains(client.get(evidence.get_absolute_url()), "A comment of mine")
    evidence.refresh_from_db()
    quarantine = actions.take_out_of_sight(evidence, kinds=["name"], by=supervisor)
    of_then = at("version", evidence, 1)
    for page in [evidence.get_absolute_url(), at("versions", evidence), of_then]:
        assert client.get(page).status_code == 404

    # Handed in anew and brought back, the old version stays out of sight, with what was said of it.
    actions.mend(evidence, by=writer)
    evidence.save_over(evidence.revision, what_happened="I listened.")
    actions.submit(evidence, revision=evidence.revision, by=writer)
    actions.bring_back(evidence, quarantine, ending="mended", why="", by=supervisor)
    for page in [evidence.get_absolute_url(), at("versions", evidence), at("review", evidence)]:
        assertNotContains(client.get(page), "A comment of mine")
    assert client.get(of_then).status_code == 404
    client.force_login(writer)
    assertContains(client.get(of_then), "A comment of mine")
