"""The pages of a move, a second job, a return: each works, tells a mistake, and is not there for others."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, TeamFactory, UserFactory
from swip.enrolment.models import Claim, Transfer
from swip.enrolment.tests.factories import (
    ClaimFactory,
    EnrolmentFactory,
    TransferFactory,
    WithdrawalFactory,
    numbered,
    second_job,
)

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)
AUTOSAVE = {"headers": {"X-Autosave": "1"}}


@pytest.fixture
def enrolment(old):
    place = EnrolmentFactory(organisation=old)
    numbered(place.social_worker)
    return place


@pytest.fixture
def worker(enrolment):
    return enrolment.social_worker


def page(name, *args):
    return reverse(f"enrolment:{name}", args=[getattr(each, "pk", each) for each in args])


def date_boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def carried(response):
    """What the check page carries along unseen, as a browser would send it."""
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode())
    return dict(fields)


def through(client, address, typed):
    """Typed, checked, changed and checked again, confirmed: gives the check and the answer at the end."""
    check = client.post(address, {**typed, "step": "check"})
    again = client.post(address, {**carried(check), "step": "change"})
    assert again.status_code == 200
    return check, client.post(address, {**carried(check), "step": "confirm"})


# Letting go


def test_a_report_is_begun_and_saves_itself(client, enrolment, old_coordinator):
    client.force_login(old_coordinator)
    assertContains(client.get(page("begin_release", enrolment)), "Write the report")
    response = client.post(page("begin_release", enrolment))
    transfer = Transfer.objects.get()
    assertRedirects(response, page("report", transfer))
    assertRedirects(client.get(page("begin_release", enrolment)), page("report", transfer))
    kept = client.post(page("report", transfer), {"report": "Half a sent", "revision": 0}, **AUTOSAVE)
    assert kept.json()["state"] == "saved"
    assertContains(client.get(page("report", transfer)), "Half a sent")
    late = client.post(page("report", transfer), {"report": "From an old window", "revision": 0}, **AUTOSAVE)
    assert late.status_code == 409
    too_long = client.post(page("report", transfer), {"report": "x" * 100_001, "revision": 1}, **AUTOSAVE)
    assert too_long.status_code == 422


def test_an_empty_report_is_told(client, enrolment, old_coordinator):
    transfer = TransferFactory(enrolment=enrolment, status="draft", report="")
    client.force_login(old_coordinator)
    response = client.post(page("report", transfer), {"report": "", "revision": 0})
    assertContains(response, "Enter where they stand, what helps and what comes next")


def test_a_coordinator_releases_after_a_check(client, enrolment, old_coordinator):
    transfer = TransferFactory(enrolment=enrolment, status="draft")
    client.force_login(old_coordinator)
    typed = {"report": "She stands well.", "revision": 0}
    assertRedirects(client.post(page("report", transfer), typed), page("release", transfer))
    first = client.get(page("release", transfer))
    day = timezone.localdate() + 20 * A_DAY
    typed = {**carried(first), **date_boxes("last_day", day)}
    check, done = through(client, page("release", transfer), typed)
    assertContains(check, "She stands well.")
    assertRedirects(done, page("transfer", transfer))
    transfer.refresh_from_db()
    assert (transfer.status, transfer.last_day) == ("released", day)
    assertContains(client.get(page("transfer", transfer)), "The new employer to claim")
    assert client.post(page("release", transfer), {**typed, "step": "confirm"}).status_code == 409
    assertRedirects(client.get(page("report", transfer)), page("transfer", transfer))


def test_a_last_day_before_the_first_is_told(client, enrolment, old_coordinator):
    transfer = TransferFactory(enrolment=enrolment, status="draft")
    client.force_login(old_coordinator)
    typed = date_boxes("last_day", enrolment.starts_on - A_DAY)
    assertContains(client.post(page("release", transfer), typed), "must be on or after")
    assertContains(client.post(page("release", transfer)), "Enter the last day")


def test_a_release_is_taken_back_with_a_reason(client, enrolment, old_coordinator):
    transfer = TransferFactory(enrolment=enrolment)
    client.force_login(old_coordinator)
    assertContains(client.post(page("take_back_release", transfer)), "Enter why")
    response = client.post(page("take_back_release", transfer), {"because": "They stay"})
    assertRedirects(response, page("employers", enrolment))
    assertContains(client.get(page("employers", enrolment)), "taken back")


def test_the_worker_reads_and_answers_the_report(client, enrolment, worker):
    transfer = TransferFactory(enrolment=enrolment)
    client.force_login(worker)
    shown = client.get(page("transfer", transfer))
    assertContains(shown, "Court work comes next.")
    assertContains(shown, worker.register_number)
    assertContains(client.post(page("answer_report", transfer)), "Enter your answer")
    response = client.post(page("answer_report", transfer), {"answer": "I did court work in May."})
    assertRedirects(response, page("transfer", transfer))
    shown = client.get(page("transfer", transfer))
    assertContains(shown, "I did court work in May.")
    assertNotContains(shown, page("answer_report", transfer))
    assert client.post(page("answer_report", transfer), {"answer": "More"}).status_code == 409


# Claiming and answering


def typed_claim(worker, **typed):
    return {
        "kind": "move",
        "register_number": worker.register_number.lower(),
        "email": worker.email.upper(),
        **date_boxes("first_day", timezone.localdate() + 30 * A_DAY),
        "full_time_equivalent": "0.6",
        "team": "nobody",
    } | typed


def test_the_answer_to_a_claim_is_the_same_whoever_exists(client, enrolment, worker, new_coordinator):
    client.force_login(new_coordinator)
    somebody = UserFactory.build(register_number="SW777777", email="nobody.at.all@example.org")
    pages = []
    for each in (worker, somebody):
        check, done = through(client, page("make_claim"), typed_claim(each))
        assertContains(check, "We cannot tell you whether there is such a person")
        assertRedirects(done, page("claims"), fetch_redirect_response=False)
        shown = client.get(page("claims")).content.decode()
        pages.append(re.sub(r"SW\d+", "SW", shown).count("Waiting for an answer"))
        assert "If somebody with these details is on the programme, they have been asked" in shown
        assert worker.name not in shown
    assert pages == [1, 2]


def test_mistakes_in_a_claim_are_told_and_nothing_is_lost(client, enrolment, worker, new_coordinator, new):
    client.force_login(new_coordinator)
    response = client.post(page("make_claim"), {"register_number": "12", "full_time_equivalent": "2"})
    for said in [
        "Select how they will work for you",
        "Registration number must be SW and up to 6 digits",
        "Enter their email address",
        "Enter the first day",
        "Part of full time must be a number from 0.1 to 1",
        "Select which team they will work in",
    ]:
        assertContains(response, said)
    own = typed_claim(worker, email=new_coordinator.email)
    assertContains(client.post(page("make_claim"), own), "You cannot claim yourself")
    ClaimFactory(worker=worker, organisation=new, programme=enrolment.programme)
    again = client.post(page("make_claim"), typed_claim(worker) | {"step": "confirm"})
    assertContains(again, "has claimed somebody with this number already")
    assertContains(again, worker.email.upper())  # as it was typed


def test_a_team_of_another_of_one_s_organisations_is_refused(client, worker, new, old, new_coordinator):
    AppointmentFactory(person=new_coordinator, organisation=old, role=Role.COORDINATOR)
    team = TeamFactory(organisation=old)
    client.force_login(new_coordinator)
    typed = typed_claim(worker, organisation=new.pk, team=team.pk)
    assertContains(client.post(page("make_claim"), typed), "Select a team of Southshire Council")


def test_a_claim_is_withdrawn(client, enrolment, worker, new, new_coordinator):
    claim = ClaimFactory(worker=worker, organisation=new)
    client.force_login(new_coordinator)
    assertContains(client.get(page("withdraw_claim", claim)), worker.register_number)
    assertRedirects(client.post(page("withdraw_claim", claim)), page("claims"))
    assertRedirects(client.get(page("withdraw_claim", claim)), page("claims"))
    assert client.post(page("withdraw_claim", claim)).status_code == 409


def test_the_worker_agrees_knowing_what_is_seen(client, enrolment, worker, new, new_coordinator):
    TransferFactory(enrolment=enrolment)
    claim = ClaimFactory(worker=worker, organisation=new, programme=enrolment.programme)
    client.force_login(worker)
    shown = client.get(page("claim", claim))
    for said in [
        "what you handed in",
        "drafts, and whatever you have not handed in",
        "self-assessments that",
    ]:
        assertContains(shown, said)
    assertContains(client.post(page("claim", claim)), "Select your answer")
    assertRedirects(client.post(page("claim", claim), {"answer": "agree"}), page("employers", enrolment))
    assertContains(client.get(page("employers", enrolment)), "Southshire Council")
    assert client.get(page("claim", claim)).status_code == 404
    client.force_login(new_coordinator)
    assertContains(client.get(page("claims")), worker.name)


def test_the_worker_declines(client, enrolment, worker, new):
    claim = ClaimFactory(worker=worker, organisation=new)
    client.force_login(worker)
    assertRedirects(client.post(page("claim", claim), {"answer": "decline"}), page("employers", enrolment))
    claim.refresh_from_db()
    assert claim.status == Claim.Status.DECLINED


def test_the_worker_asks_their_employer_first(client, enrolment, worker, new, old_coordinator):
    claim = ClaimFactory(worker=worker, organisation=new)
    client.force_login(worker)
    assertContains(client.get(page("claim", claim)), "Northshire Council has not released you yet")
    agreed = client.post(page("claim", claim), {"answer": "agree"})
    assertContains(agreed, "Select your answer")  # that is not among the answers yet
    client.post(page("claim", claim), {"answer": "ask"})
    assertContains(client.get(page("claim", claim)), "You asked Northshire Council")
    assertContains(client.get(page("employers", enrolment)), "Northshire Council to write the report")
    client.force_login(old_coordinator)
    assertContains(client.get(page("report", Transfer.objects.get())), "to be released, and waits for this")


def test_days_that_clash_are_told_to_the_worker(client, enrolment, worker, new):
    transfer = TransferFactory(enrolment=enrolment)
    claim = ClaimFactory(worker=worker, organisation=new, first_day=transfer.last_day)
    client.force_login(worker)
    assertContains(client.post(page("claim", claim), {"answer": "agree"}), "Ask them to agree")


# Two employers


def test_the_lead_is_handed_over_after_a_check(client, enrolment, old_coordinator, new):
    second_job(enrolment, new)
    client.force_login(old_coordinator)
    missing = client.post(page("hand_over_lead", enrolment))
    assertContains(missing, "Enter who at the other employer has agreed")
    typed = {**date_boxes("from_day", timezone.localdate()), "agreed_with": "Olu"}
    check, done = through(client, page("hand_over_lead", enrolment), typed)
    assertContains(check, "Southshire Council")
    assertRedirects(done, page("employers", enrolment))
    assert enrolment.employment_periods.get(organisation=new, ends_on=None).is_lead


def test_the_lead_of_somebody_on_the_move_is_refused_on_the_page(client, enrolment, old_coordinator, new):
    second_job(enrolment, new)
    TransferFactory(enrolment=enrolment)
    client.force_login(old_coordinator)
    typed = {**date_boxes("from_day", timezone.localdate()), "agreed_with": "Olu", "step": "confirm"}
    response = client.post(page("hand_over_lead", enrolment), typed)
    assertContains(response, "Take the release back first")
    assertContains(response, "Olu")


def test_a_second_job_is_ended_after_a_check(client, enrolment, old_coordinator, new):
    job = second_job(enrolment, new)
    client.force_login(old_coordinator)
    assertContains(client.get(page("employers", enrolment)), page("end_second_job", job))
    assertContains(client.post(page("end_second_job", job)), "Enter the last day")
    typed = {**date_boxes("last_day", timezone.localdate()), "note": ""}
    check, done = through(client, page("end_second_job", job), typed)
    assertContains(check, "Southshire Council")
    assertRedirects(done, page("employers", enrolment))


# Back again


def test_a_withdrawal_is_undone_after_a_check(client, enrolment, old_coordinator):
    WithdrawalFactory(enrolment=enrolment)
    client.force_login(old_coordinator)
    assertContains(client.post(page("undo_withdrawal", enrolment)), "Enter what the mistake was")
    check, done = through(client, page("undo_withdrawal", enrolment), {"because": "The wrong Amina"})
    assertContains(check, "The wrong Amina")
    assertRedirects(done, enrolment.get_absolute_url())
    enrolment.refresh_from_db()
    assert enrolment.status == "active"


def test_who_comes_back_is_taken_up_again_with_the_dates_shown_first(client, enrolment, old_coordinator, old):
    WithdrawalFactory(enrolment=enrolment)
    supervisor = AppointmentFactory(organisation=old, role=Role.PRACTICE_SUPERVISOR).person
    client.force_login(old_coordinator)
    assertContains(client.post(page("reinstate", enrolment)), "Select their practice supervisor")
    typed = {
        **date_boxes("returned_on", timezone.localdate()),
        "supervisor": supervisor.pk,
        "assessor": "nobody",
        "note": "",
    }
    check, done = through(client, page("reinstate", enrolment), typed)
    assertContains(check, supervisor.name)
    assertRedirects(done, enrolment.get_absolute_url())
    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.supervisor) == ("active", supervisor)


def test_a_refusal_of_a_return_is_told_on_the_page(client, enrolment, old_coordinator):
    WithdrawalFactory(enrolment=enrolment)
    EnrolmentFactory(social_worker=enrolment.social_worker, rule_book=enrolment.rule_book)
    client.force_login(old_coordinator)
    typed = {"because": "A mistake", "step": "confirm"}
    assertContains(client.post(page("undo_withdrawal", enrolment), typed), "another place")


# What it costs


@pytest.mark.parametrize(("name", "most"), [("employers", 28), ("transfer", 18), ("claims", 10)])
def test_the_pages_cost_few_queries(
    client, enrolment, old, old_coordinator, name, most, django_assert_max_num_queries
):
    transfer = TransferFactory(enrolment=enrolment)
    for _ in range(5):
        ClaimFactory(organisation=old, register_number=f"SW{1000 + Claim.objects.count()}")
    args = {"employers": [enrolment], "transfer": [transfer], "claims": []}[name]
    client.force_login(old_coordinator)
    client.get(page(name, *args))
    with django_assert_max_num_queries(most):
        client.get(page(name, *args))
