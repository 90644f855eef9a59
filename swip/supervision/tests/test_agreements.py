"""The support agreement: written, offered, signed by each side or not, and renewed."""

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.core import history
from swip.core.lifecycle import StaleStep, StaleText
from swip.enrolment.models import Pairing
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.notifications.models import Message
from swip.supervision import actions
from swip.supervision.forms import AgreementForm
from swip.supervision.models import AgreementVersion, Refusal, Signature, SupportAgreement
from swip.supervision.queries import agreements as queries
from swip.supervision.queries import support_given
from swip.supervision.tests.factories import SupportAgreementFactory, typed_for
from swip.supervision.tests.pages import at

pytestmark = pytest.mark.django_db
Status = SupportAgreement.Status


@pytest.fixture
def draft(enrolment):
    return SupportAgreementFactory(enrolment=enrolment)


@pytest.fixture
def offered(enrolment, coordinator):
    return SupportAgreementFactory(enrolment=enrolment, status="offered")


def offer(agreement):
    terms = AgreementForm(agreement.typed, enrolment=agreement.enrolment).terms
    return actions.offer(agreement, agreement.revision, terms, by=agreement.started_by)


def told(kind):
    return set(Message.objects.filter(kind=kind).values_list("to__name", flat=True))


# ---- What is done with it


def test_it_begins_with_what_the_rule_book_promises(enrolment):
    words = AgreementForm.first_words(enrolment)
    assert words["weeks_1_to_6"] == "7d"
    assert words["to_month_12"] == "1m"
    assert words["session_minutes"] == "90"
    assert (words["protected_hours_year_1"], words["protected_hours_year_2"]) == ("3.7", "1.85")
    assert (words["workload_year_1"], words["workload_year_2"]) == ("90", "100")


def test_protected_time_is_a_share_of_the_contracted_hours():
    enrolment = EnrolmentFactory(full_time_equivalent=Decimal("0.6"))
    assert AgreementForm.first_words(enrolment)["protected_hours_year_1"] == "2.22"


def test_beginning_twice_writes_one(enrolment):
    first, second = (
        actions.start_agreement(enrolment, typed_for(enrolment), by=enrolment.supervisor) for _ in range(2)
    )
    assert first == second


def test_more_may_be_promised_never_less(enrolment):
    more = typed_for(enrolment, to_month_12="14d", protected_hours_year_1="5", workload_year_1="80")
    assert AgreementForm(more, enrolment=enrolment).is_valid()
    less = typed_for(enrolment, weeks_1_to_6="14d", protected_hours_year_1="2", workload_year_1="95")
    form = AgreementForm(less, enrolment=enrolment)
    assert form.errors["weeks_1_to_6"] == ["Select how often supervision takes place in weeks 1 to 6"]
    assert form.errors["protected_hours_year_1"] == [
        "Protected time in the first year must be 3.7 hours or more, 10% of 37 contracted hours"
    ]
    assert form.errors["workload_year_1"] == ["The workload in the first year must be 90% or less"]


def test_offering_keeps_the_words_and_tells_those_who_sign(draft, coordinator):
    version = offer(draft)
    enrolment = draft.enrolment
    assert draft.status == Status.OFFERED
    assert version.signed_by == ["social_worker", "practice_supervisor", "employer"]
    assert version.supervisor == enrolment.supervisor
    assert told("agreement-to-sign") == {enrolment.social_worker.name, coordinator.name}
    assert history.of(draft).last().action == "agreement.offered"


def test_whoever_covers_is_not_named_but_may_have_held_the_session(as_worker, draft, employer):
    enrolment, today = draft.enrolment, timezone.localdate()
    cover = AppointmentFactory(organisation=employer, role=Role.PRACTICE_SUPERVISOR).person
    usual = enrolment.supervisor
    Pairing.objects.create(
        enrolment=enrolment, kind="supervisor", person=cover, starts_on=today, ends_on=today, is_cover=True
    )
    assert offer(draft).supervisor == usual
    assert not queries.people_have_changed(enrolment, draft.versions.get())
    page = as_worker.get(at("add_session", enrolment))
    assertContains(page, f'value="{cover.pk}" checked')
    assertContains(page, f'value="{usual.pk}"')


def test_words_from_another_window_are_not_offered_unseen(draft):
    terms = AgreementForm(draft.typed, enrolment=draft.enrolment).terms
    draft.save_over(0, typed=draft.typed | {"cover": "Nobody"})
    with pytest.raises(StaleText):
        actions.offer(draft, 0, terms, by=draft.started_by)


def test_it_is_in_force_once_every_side_has_signed(offered, coordinator):
    enrolment = offered.enrolment
    for person in (enrolment.social_worker, enrolment.supervisor):
        actions.sign(offered, 1, by=person)
        assert offered.status == Status.OFFERED
    actions.sign(offered, 1, by=coordinator)
    assert offered.status == Status.IN_FORCE
    assert offered.in_force_on == timezone.localdate()
    assert told("agreement-in-force") == {
        each.name for each in (enrolment.social_worker, enrolment.supervisor, coordinator)
    }
    assert history.of(offered).last().action == "agreement.in_force"


def test_nobody_signs_for_two_sides(offered, employer):
    supervisor = offered.enrolment.supervisor
    AppointmentFactory(organisation=employer, person=supervisor, role=Role.COORDINATOR)
    actions.sign(offered, 1, by=supervisor)
    with pytest.raises(StaleStep):
        actions.sign(offered, 1, by=supervisor)
    assert list(Signature.objects.values_list("part", flat=True)) == ["practice_supervisor"]


def test_whoever_decides_for_the_employer_can_promise_for_it(offered, employer):
    decider = AppointmentFactory(organisation=employer, role=Role.DECISION_MAKER).person
    actions.sign(offered, 1, by=decider)
    assert Signature.objects.get().part == "employer"


def test_a_refusal_stays_with_its_words_and_the_agreement_goes_back(offered, enrolment):
    actions.refuse(offered, 1, words="Friday afternoons are no protected time.", by=enrolment.social_worker)
    assert offered.status == Status.DRAFT
    assert Refusal.objects.get().words == "Friday afternoons are no protected time."
    assert told("agreement-refused") == {enrolment.supervisor.name}
    offer(offered)
    assert offered.versions.count() == 2
    with pytest.raises(StaleStep):
        actions.sign(offered, 1, by=enrolment.social_worker)
    actions.sign(offered, 2, by=enrolment.social_worker)


def test_a_new_agreement_takes_the_place_of_the_old_once_it_is_signed(enrolment, coordinator):
    old = SupportAgreementFactory(enrolment=enrolment, status="in_force")
    new = actions.renew(old, typed_for(enrolment, protected_hours_year_1="5"), by=enrolment.supervisor)
    offer(new)
    old.refresh_from_db()
    assert old.status == Status.IN_FORCE
    for person in (enrolment.social_worker, enrolment.supervisor, coordinator):
        actions.sign(new, 1, by=person)
    old.refresh_from_db()
    assert (old.status, new.status) == (Status.REPLACED, Status.IN_FORCE)
    changes = queries.changes_between(queries.version_before(new), queries.versions_of(new)[-1])
    assert [(each.before, each.after) for each in changes] == [
        ("3.7 hours a week, of 37 in the contract", "5 hours a week, of 37 in the contract")
    ]


def test_an_agreement_ends_with_a_reason_and_the_rules_hold_on(as_supervisor, enrolment):
    agreement = SupportAgreementFactory(
        enrolment=enrolment, status="in_force", typed=typed_for(enrolment, workload_year_1="50")
    )
    assert support_given(enrolment).now.workload_promised == 50
    assertContains(as_supervisor.post(at("end", agreement), {}), "Enter why it ends")
    as_supervisor.post(at("end", agreement), {"why": "Moved to another council"})
    agreement.refresh_from_db()
    assert (agreement.status, agreement.over_on) == (Status.ENDED, timezone.localdate())
    assert told("agreement-ended") == {enrolment.social_worker.name, enrolment.assessor.name}
    assertContains(as_supervisor.get(at("agreement", agreement)), "Moved to another council")
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    assert support_given(enrolment, tomorrow).now.workload_promised == 90


def test_what_was_signed_cannot_be_changed(offered, enrolment):
    actions.sign(offered, 1, by=enrolment.social_worker)
    for change in (
        lambda: AgreementVersion.objects.update(session_minutes=10),
        lambda: AgreementVersion.objects.all().delete(),
        lambda: Signature.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert AgreementVersion.objects.get().session_minutes == 90


def test_an_ended_programme_has_no_new_agreement(enrolment):
    type(enrolment).objects.update(status="withdrawn")
    with pytest.raises(StaleStep):
        actions.start_agreement(enrolment, {}, by=enrolment.supervisor)


def test_it_is_due_some_weeks_after_the_start(enrolment):
    assert queries.due_on(enrolment) == enrolment.starts_on + datetime.timedelta(weeks=4)


# ---- Its pages


def test_a_supervisor_begins_writes_checks_and_offers_it(as_supervisor, enrolment, coordinator):
    as_supervisor.post(at("start_agreement", enrolment))
    agreement = enrolment.support_agreements.get()
    page = as_supervisor.get(at("write", agreement))
    assertContains(page, "At least 3.7: 10% of 37 contracted hours")
    assertContains(page, "At least every 7 days")
    response = as_supervisor.post(at("write", agreement), typed_for(enrolment) | {"revision": 0})
    assertRedirects(response, at("check", agreement))
    check = as_supervisor.get(at("check", agreement))
    assertContains(check, "To the coordinator, within a week of noticing.")
    response = as_supervisor.post(at("check", agreement), {"revision": 1})
    assertRedirects(response, at("agreement", agreement))
    assertContains(as_supervisor.get(at("agreement", agreement)), "Not signed yet", 3)


def test_a_mistake_is_told_and_kept(as_supervisor, draft):
    typed = typed_for(draft.enrolment, protected_hours_year_1="1", cover="")
    response = as_supervisor.post(at("write", draft), typed | {"revision": 0})
    assertContains(response, "must be 3.7 hours or more")
    assertContains(response, "Enter who covers when the supervisor is away")
    draft.refresh_from_db()
    assert draft.typed["protected_hours_year_1"] == "1"
    assertRedirects(as_supervisor.get(at("check", draft)), at("write", draft) + "?check=1")
    assertContains(as_supervisor.get(at("write", draft) + "?check=1"), "must be 3.7 hours or more")


def test_the_draft_saves_itself_whatever_is_typed(as_supervisor, draft):
    typed = {"concerns": "Half a sen", "protected_hours_year_1": "three", "revision": 0}
    answer = as_supervisor.post(at("write", draft), typed, headers={"X-Autosave": "1"})
    assert answer.json()["state"] == "saved"
    draft.refresh_from_db()
    assert draft.typed["concerns"] == "Half a sen"
    assert draft.typed["protected_hours_year_1"] == "three"
    late = as_supervisor.post(at("write", draft), typed | {"concerns": "b"}, headers={"X-Autosave": "1"})
    assert (late.status_code, late.json()["state"]) == (409, "conflict")
    too_long = typed | {"revision": 1, "concerns": "x" * 100_001}
    assert as_supervisor.post(at("write", draft), too_long, headers={"X-Autosave": "1"}).status_code == 422


def test_the_social_worker_reads_and_signs_it(as_worker, offered):
    page = as_worker.get(at("sign", offered))
    assertContains(page, "At least one session every 7 days")
    assertContains(
        as_worker.post(at("sign", offered), {"version": 1}), "Select whether you sign this agreement"
    )
    response = as_worker.post(at("sign", offered), {"version": 1, "decision": "sign"}, follow=True)
    assertContains(response, "You have signed the agreement")
    assertRedirects(as_worker.get(at("sign", offered)), at("agreement", offered))


def test_who_refuses_says_why(as_worker, offered):
    typed = {"version": 1, "decision": "refuse"}
    assertContains(as_worker.post(at("sign", offered), typed), "Enter why you do not sign it")
    response = as_worker.post(at("sign", offered), typed | {"words": "Too little time."}, follow=True)
    assertContains(response, "Too little time.")


def test_nobody_signs_what_they_have_not_read(as_worker, offered):
    response = as_worker.post(at("sign", offered), {"version": 7, "decision": "sign"})
    assert response.status_code == 409
    assert not Signature.objects.exists()


def test_the_page_shows_what_changed(as_worker, enrolment, coordinator):
    SupportAgreementFactory(enrolment=enrolment, status="in_force")
    new = SupportAgreementFactory(
        enrolment=enrolment, status="offered", typed=typed_for(enrolment, session_minutes="60")
    )
    page = as_worker.get(at("agreement", new))
    assertContains(page, "What changed")
    assertContains(page, "60 minutes")
    assertContains(page, "90 minutes")


def test_renewing_begins_with_what_holds(as_supervisor, enrolment):
    SupportAgreementFactory(enrolment=enrolment, status="in_force", terms={"session_minutes": 75})
    as_supervisor.post(at("start_agreement", enrolment))
    assert enrolment.support_agreements.get(number=2).typed["session_minutes"] == "75"


def test_a_draft_does_not_exist_for_the_social_worker(as_worker, draft):
    for page in ("agreement", "write", "check", "sign"):
        assert as_worker.get(at(page, draft)).status_code == 404


def test_taking_it_back_keeps_the_version(as_supervisor, offered):
    for _ in range(2):
        assertRedirects(as_supervisor.post(at("take_back_offer", offered)), at("write", offered))
    offered.refresh_from_db()
    assert offered.is_draft
    assert offered.versions.count() == 1


def test_the_agreement_costs_a_fixed_number_of_queries(as_worker, offered, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        assertNotContains(as_worker.get(at("agreement", offered)), "Renew")
