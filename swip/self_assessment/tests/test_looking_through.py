"""Nobody is recognised by the reasons that a social worker and their supervisor share."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from swip.enrolment.queries import colleagues_of
from swip.identifiers.actions import NotLookedThrough
from swip.identifiers.models import Scan
from swip.identifiers.queries import look
from swip.self_assessment import actions, queries
from swip.self_assessment.tests.factories import SelfAssessmentFactory, SupervisorViewFactory

pytestmark = pytest.mark.django_db
CHILD = "Jayden"


def page(name, record):
    return reverse(f"self_assessment:{name}", args=[record.pk])


def said(supervisor):
    return {
        "1.1": ("with_support", f"I visited {CHILD} at home."),
        "1.2": ("on_my_own", f"My supervisor {supervisor} let me lead."),
        "2.1": ("on_my_own", f"{CHILD} told me so."),
    }


@pytest.mark.parametrize("whose", ["own", "supervisors"])
def test_it_is_shared_only_once_somebody_has_decided_about_every_name(client, whose):
    if whose == "own":
        record, suffix, share = SelfAssessmentFactory(), "", actions.share
    else:
        record, suffix, share = SupervisorViewFactory(), "_view", actions.share_view
    writer = record.supervisor if suffix else record.enrolment.social_worker
    looking, sharing = page(f"look_through{suffix}", record), page(f"share{suffix}", record)
    outcomes = {each.code: each for each in record.enrolment.standards.outcomes}
    answers = {outcomes[code]: each for code, each in said(record.enrolment.supervisor).items()}
    actions.write(record, 0, answers, by=writer)
    client.force_login(writer)

    assertContains(client.get(record.get_absolute_url()), looking)
    refused = client.post(sharing)
    assertContains(refused, "Decide what becomes of it before you share it")
    assertContains(refused, f'href="{looking}"')
    with pytest.raises(NotLookedThrough):
        share(record, by=writer)

    shown = client.get(looking)
    assertContains(shown, "Your reason for 2.1")
    colleagues = colleagues_of(record.enrolment)
    child, colleague = look(record, queries.passages_of(record), colleagues=colleagues).found
    assert (child.text, child.times, colleague.is_colleague) == (CHILD, 2, True)
    typed = {"revision": 1, f"do_{colleague.key}": "keep", f"why_{colleague.key}": "colleague"}
    assertContains(client.post(looking, typed), "Select what to do about 1")
    typed |= {f"do_{child.key}": "own", f"word_{child.key}": "the older brother"}
    for _ in range(2):  # pressed twice, it goes on
        assertRedirects(client.post(looking, typed), sharing)
    assert [each.text for each in queries.passages_of(record)] == [
        "I visited the older brother at home.",
        f"My supervisor {record.enrolment.supervisor} let me lead.",
        "the older brother told me so.",
    ]
    assert CHILD not in str(Scan.objects.values_list())

    record.refresh_from_db()
    actions.write(record, 2, {outcomes["3.1"]: ("on_my_own", f"So did {CHILD}.")}, by=writer)
    with pytest.raises(NotLookedThrough):  # changed since it was looked through
        share(record, by=writer)
    actions.write(record, 3, {outcomes["3.1"]: ("on_my_own", "")}, by=writer)
    assertRedirects(client.post(sharing), record.get_absolute_url())
    record.refresh_from_db()
    assert not record.is_private


def test_where_nothing_is_found_nobody_notices_it(client):
    record = SelfAssessmentFactory(answers={"1.1": ("with_support", "I led a meeting.")})
    client.force_login(record.enrolment.social_worker)
    assertRedirects(client.get(page("look_through", record)), page("share", record))
