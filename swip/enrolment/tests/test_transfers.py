"""From one employer to the next, step by step and all at once."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, TeamFactory, UserFactory
from swip.core import history
from swip.core.lifecycle import StaleStep, StaleText
from swip.enrolment import permissions
from swip.enrolment.actions import claims, pair, transfers
from swip.enrolment.models import Claim, Transfer
from swip.enrolment.queries import transfers as found
from swip.enrolment.rules.changes import ChangeRefused
from swip.enrolment.tests.factories import (
    ClaimFactory,
    EnrolmentFactory,
    TransferFactory,
    WithdrawalFactory,
    numbered,
    second_job,
)
from swip.notifications.models import Message

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def enrolment(old):
    place = EnrolmentFactory(organisation=old)
    numbered(place.social_worker)
    return place


@pytest.fixture
def worker(enrolment):
    return enrolment.social_worker


def claim_by(new, coordinator, worker, enrolment, **details):
    typed = {
        "kind": "move",
        "register_number": worker.register_number,
        "email": worker.email,
        "first_day": timezone.localdate() + 30 * A_DAY,
        "full_time_equivalent": Decimal("0.6"),
    }
    return claims.claim(new, enrolment.programme, **(typed | details), by=coordinator)


def kinds_to(person):
    return set(Message.objects.filter(to=person).values_list("kind", flat=True))


def last_entry(enrolment, action):
    return history.of_chain(enrolment.history_chain).filter(action=action).last()


def released(enrolment, coordinator, *, last_day=None):
    organisation = enrolment.employment_periods.get(is_lead=True).organisation
    transfer = transfers.begin_release(enrolment, organisation, by=coordinator)
    transfers.write_report(transfer, transfer.revision, "Stands well.", by=coordinator)
    transfers.release(
        transfer,
        last_day=last_day or timezone.localdate() + 20 * A_DAY,
        revision=transfer.revision,
        by=coordinator,
    )
    return transfer


# Letting go


def test_an_employer_releases_with_a_report_and_the_worker_is_told(enrolment, old_coordinator, worker):
    transfer = released(enrolment, old_coordinator)
    assert transfer.status == Transfer.Status.RELEASED
    assert "transfer-released" in kinds_to(worker)
    assert "Last day with Northshire Council" in last_entry(enrolment, "transfer.released").note
    assert found.waiting_on(transfer).whom == "the new employer"


def test_nobody_is_released_without_a_report_where_the_rules_ask_for_one(enrolment, old, old_coordinator):
    transfer = transfers.begin_release(enrolment, old, by=old_coordinator)
    with pytest.raises(ChangeRefused, match="report"):
        transfers.release(
            transfer, last_day=timezone.localdate(), revision=transfer.revision, by=old_coordinator
        )


def test_a_report_that_a_colleague_changed_meanwhile_is_not_sent_unread(enrolment, old, old_coordinator):
    transfer = transfers.begin_release(enrolment, old, by=old_coordinator)
    seen = transfer.revision
    transfers.write_report(transfer, seen, "Something else", by=UserFactory())
    with pytest.raises(StaleText):
        transfers.release(transfer, last_day=timezone.localdate(), revision=seen, by=old_coordinator)


def test_two_coordinators_who_begin_at_once_write_one_report(enrolment, old, old_coordinator):
    first = transfers.begin_release(enrolment, old, by=old_coordinator)
    assert transfers.begin_release(enrolment, old, by=UserFactory()) == first


def test_a_release_is_taken_back_with_its_reason_and_the_report_kept_for_the_next(
    enrolment, old, old_coordinator, worker
):
    transfer = released(enrolment, old_coordinator)
    transfers.take_back(transfer, because="They stay after all", by=old_coordinator)
    assert last_entry(enrolment, "transfer.taken_back").note == "They stay after all"
    assert "transfer-taken-back" in kinds_to(worker)
    assert transfers.begin_release(enrolment, old, by=old_coordinator).report == "Stands well."


def test_the_worker_answers_the_report_once(enrolment, old_coordinator, worker):
    transfer = released(enrolment, old_coordinator)
    transfers.answer_report(transfer, "I also did court work.", by=worker)
    assert "transfer-answered" in kinds_to(old_coordinator)
    with pytest.raises(StaleStep):
        transfers.answer_report(transfer, "And more.", by=worker)
    transfer.refresh_from_db()
    assert transfer.answer == "I also did court work."


# Claiming


def test_a_claim_asks_whoever_has_both_the_number_and_the_address(enrolment, new, new_coordinator, worker):
    claim = claim_by(new, new_coordinator, worker, enrolment)
    assert "claim-made" in kinds_to(worker)
    assert permissions.claims_answered_by(worker).contains(claim)


@pytest.mark.parametrize("wrong", [{"email": "else@example.org"}, {"register_number": "SW888888"}])
def test_a_claim_that_is_not_exactly_right_is_kept_and_reaches_nobody(
    enrolment, new, new_coordinator, worker, wrong
):
    claim = claim_by(new, new_coordinator, worker, enrolment, **wrong)
    assert claim.status == Claim.Status.WAITING
    assert not Message.objects.filter(kind="claim-made").exists()
    assert not permissions.claims_answered_by(worker).exists()


def test_a_claim_says_nothing_of_a_person_to_the_history_of_the_employer(
    enrolment, new, new_coordinator, worker
):
    claim = claim_by(new, new_coordinator, worker, enrolment)
    entry = history.of(claim).get()
    assert entry.chain == f"organisation:{new.pk}"
    assert worker.register_number not in entry.note + str(entry.data)


def test_the_same_employer_claims_once_at_a_time(enrolment, new, new_coordinator, worker):
    claim_by(new, new_coordinator, worker, enrolment)
    with pytest.raises(ChangeRefused, match="already"):
        claim_by(new, new_coordinator, worker, enrolment)


def test_nobody_is_claimed_by_the_employer_they_have(enrolment, old, old_coordinator, worker):
    claim_by(old, old_coordinator, worker, enrolment)
    assert found.claims_waiting_for(worker) == []


def test_a_claim_before_the_release_lets_the_worker_ask_for_it(
    enrolment, new, new_coordinator, old_coordinator, worker
):
    claim = claim_by(new, new_coordinator, worker, enrolment)
    claimed = found.claims_waiting_for(worker)[0]
    assert claimed.needs_release
    assert not Message.objects.filter(
        to=old_coordinator
    ).exists()  # nobody is told before the worker wants it

    transfer = transfers.ask_for_release(enrolment, claim, by=worker)
    assert "transfer-asked" in kinds_to(old_coordinator)
    assert found.waiting_on(transfer).whom == "Northshire Council"
    with pytest.raises(StaleStep):
        transfers.ask_for_release(enrolment, claim, by=worker)
    with pytest.raises(StaleStep):
        claims.agree(claim, by=worker)


def test_a_claim_is_withdrawn_and_its_address_forgotten(enrolment, new, new_coordinator, worker):
    claim = claim_by(new, new_coordinator, worker, enrolment)
    claims.withdraw_claim(claim, by=new_coordinator)
    claim.refresh_from_db()
    assert (claim.status, claim.email) == (Claim.Status.WITHDRAWN, "")
    assert "claim-withdrawn" in kinds_to(worker)


def test_a_claim_is_declined_in_the_worker_s_own_history(enrolment, new, new_coordinator, worker):
    claim = claim_by(new, new_coordinator, worker, enrolment)
    claims.decline_claim(claim, by=worker)
    assert "claim-declined" in kinds_to(new_coordinator)
    assert history.of(claim).last().chain == worker.history_chain


# Moving


def test_a_move_happens_all_at_once(enrolment, old, new, new_coordinator, old_coordinator, worker):
    supervisor = enrolment.supervisor
    transfer = released(enrolment, old_coordinator)
    team = TeamFactory(organisation=new)
    claim = claim_by(new, new_coordinator, worker, enrolment, team=team)
    assert found.waiting_on(transfer).whom == worker.name
    end_before = enrolment.expected_end_on

    claims.agree(claim, by=worker)

    before, after = enrolment.employment_periods.order_by("starts_on")
    assert (before.organisation, before.ends_on) == (old, transfer.last_day)
    assert (after.organisation, after.starts_on, after.team) == (new, claim.first_day, team)
    assert (after.full_time_equivalent, after.is_lead) == (Decimal("0.6"), True)
    assert set(enrolment.pairings.values_list("ends_on", flat=True)) == {transfer.last_day}
    transfer.refresh_from_db()
    assert (transfer.status, transfer.claim) == (Transfer.Status.COMPLETED, claim)
    entry = last_entry(enrolment, "transfer.completed")
    assert "From Northshire Council" in entry.note
    assert "to Southshire Council" in entry.note
    assert entry.data["full_time_equivalent"] == "0.6"
    enrolment.refresh_from_db()
    assert enrolment.expected_end_on > end_before  # nine days between and fewer hours
    assert "Moved to another employer" in last_entry(enrolment, "enrolment.dates_moved").note
    assert kinds_to(worker) >= {"transfer-completed"}
    assert "transfer-left" in kinds_to(old_coordinator)
    assert "transfer-arrived" in kinds_to(new_coordinator)
    assert "pairing-ends-with-move" in kinds_to(supervisor)


def test_each_employer_sees_the_record_in_its_own_time(
    enrolment, new, new_coordinator, old_coordinator, worker, time_machine
):
    supervisor = enrolment.supervisor
    transfer = released(enrolment, old_coordinator)
    claim = claim_by(new, new_coordinator, worker, enrolment)
    assert not permissions.visible_to(new_coordinator).contains(enrolment)
    claims.agree(claim, by=worker)
    assert permissions.visible_to(new_coordinator).contains(enrolment)
    assert permissions.transfers_shown_to(new_coordinator).contains(transfer)
    for day, sees in [(transfer.last_day, True), (transfer.last_day + A_DAY, False)]:
        time_machine.move_to(datetime.datetime.combine(day, datetime.time(9)))
        assert permissions.visible_to(old_coordinator).contains(enrolment) is sees
        assert permissions.visible_to(supervisor).contains(enrolment) is sees
        assert permissions.transfers_shown_to(old_coordinator).contains(transfer) is sees


def test_the_next_employer_names_its_people_for_its_own_time(
    enrolment, old, new, new_coordinator, old_coordinator, worker
):
    transfer = released(enrolment, old_coordinator)
    claim = claim_by(new, new_coordinator, worker, enrolment)
    claims.agree(claim, by=worker)
    theirs = AppointmentFactory(organisation=new, role=Role.PRACTICE_SUPERVISOR).person
    pairing = pair(enrolment, "supervisor", theirs, by=new_coordinator, from_day=claim.first_day)
    assert pairing.starts_on == claim.first_day

    stand_in = AppointmentFactory(organisation=old, role=Role.PRACTICE_SUPERVISOR).person
    current = enrolment.pairing("supervisor")
    named = pair(enrolment, "supervisor", stand_in, by=old_coordinator, instead_of=current.pk)
    assert named.ends_on == transfer.last_day
    pairing.refresh_from_db()  # what the next employer has named stays as it is
    assert pairing.ends_on is None


def test_days_that_clash_move_nobody(enrolment, new, new_coordinator, old_coordinator, worker):
    transfer = released(enrolment, old_coordinator)
    claim = claim_by(new, new_coordinator, worker, enrolment, first_day=transfer.last_day)
    with pytest.raises(ChangeRefused, match="Ask them to agree"):
        claims.agree(claim, by=worker)
    assert enrolment.employment_periods.count() == 1
    claim.refresh_from_db()
    assert claim.status == Claim.Status.WAITING


def test_agreed_to_twice_moves_once(enrolment, new, new_coordinator, old_coordinator, worker):
    released(enrolment, old_coordinator)
    claim = claim_by(new, new_coordinator, worker, enrolment)
    again = Claim.objects.get(pk=claim.pk)
    claims.agree(claim, by=worker)
    with pytest.raises(StaleStep):
        claims.agree(again, by=worker)
    assert enrolment.employment_periods.count() == 2


def test_a_release_taken_back_in_the_same_moment_moves_nobody(
    enrolment, new, new_coordinator, old_coordinator, worker
):
    transfer = released(enrolment, old_coordinator)
    claim = claim_by(new, new_coordinator, worker, enrolment)
    transfers.take_back(transfer, because="No", by=old_coordinator)
    with pytest.raises(StaleStep):
        claims.agree(claim, by=worker)
    with pytest.raises(StaleStep):
        transfers.take_back(Transfer.objects.get(pk=transfer.pk), because="No", by=old_coordinator)


def test_a_second_employer_can_become_the_only_one(enrolment, new, new_coordinator, old_coordinator, worker):
    second_job(enrolment, new)
    released(enrolment, old_coordinator)
    claim = claim_by(new, new_coordinator, worker, enrolment, full_time_equivalent=Decimal("1.0"))
    claims.agree(claim, by=worker)
    theirs = enrolment.employment_periods.filter(organisation=new).order_by("starts_on")
    assert [each.is_lead for each in theirs] == [False, True]
    assert theirs[0].ends_on == claim.first_day - A_DAY


def test_who_left_the_programme_comes_back_with_whoever_claims_them(new, new_coordinator):
    withdrawal = WithdrawalFactory()
    enrolment, worker = withdrawal.enrolment, withdrawal.enrolment.social_worker
    numbered(worker)
    claim = ClaimFactory(worker=worker, organisation=new, claimed_by=new_coordinator)
    claims.agree(claim, by=worker)
    enrolment.refresh_from_db()
    withdrawal.refresh_from_db()
    assert enrolment.status == "active"
    assert withdrawal.returned_on == claim.first_day
    before, after = enrolment.employment_periods.order_by("starts_on")
    assert (before.ends_on, after.organisation) == (withdrawal.last_day, new)


# Who sees and does what


def test_who_may_do_what_with_a_release(old):
    enrolment = EnrolmentFactory(organisation=old)
    transfer = TransferFactory(enrolment=enrolment)
    table = {
        "the worker": (enrolment.social_worker, {"transfers_shown_to", "reports_answered_by"}),
        "their coordinator": (
            AppointmentFactory(organisation=old, role=Role.COORDINATOR).person,
            {"transfers_shown_to", "transfers_kept_by"},
        ),
        "the supervisor": (enrolment.supervisor, set()),
        "the decision maker": (AppointmentFactory(organisation=old, role=Role.DECISION_MAKER).person, set()),
        "another coordinator": (AppointmentFactory(role=Role.COORDINATOR).person, set()),
    }
    verbs = ["transfers_shown_to", "transfers_kept_by", "reports_answered_by"]
    for who, (person, may) in table.items():
        assert {verb for verb in verbs if getattr(permissions, verb)(person).contains(transfer)} == may, who


def test_a_report_that_is_being_written_is_its_employer_s_alone(enrolment, worker, old_coordinator):
    transfer = TransferFactory(enrolment=enrolment, status="draft")
    assert not permissions.transfers_shown_to(worker).contains(transfer)
    assert permissions.transfers_shown_to(old_coordinator).contains(transfer)
