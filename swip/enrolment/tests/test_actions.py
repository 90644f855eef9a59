import datetime
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.utils import timezone

from swip.accounts.models import Role, User
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, TeamFactory, UserFactory
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions, jobs, queries, rules
from swip.enrolment.models import (
    EligibilityDecision,
    EmploymentPeriod,
    Enrolment,
    Pairing,
)
from swip.enrolment.queries import Registration
from swip.enrolment.rules import RegistrationRefused
from swip.enrolment.rules.changes import ChangeRefused
from swip.enrolment.tests.factories import (
    EnrolmentFactory,
    small_standards,
)
from swip.notifications.models import Message
from swip.programmes.tests.factories import rule_book

pytestmark = pytest.mark.django_db
TOMORROW = datetime.timedelta(days=1)


def a_registration(**changes):
    organisation = changes.pop("organisation", None) or OrganisationFactory()
    book = rule_book(standards=small_standards())
    answers = {each.code: each.answers[0]["code"] for each in book.questions} | changes.pop("answers", {})
    details = {
        "organisation": organisation,
        "rule_book": book,
        "answers": answers,
        "name": "Ada Obi",
        "email": "ada.obi@example.org",
        "register_number": "SW12345",
        "starts_on": timezone.localdate(),
        "full_time_equivalent": Decimal("0.6"),
        "team": TeamFactory(organisation=organisation),
        "supervisor": AppointmentFactory(organisation=organisation, role=Role.PRACTICE_SUPERVISOR).person,
        "assessor": AppointmentFactory(organisation=organisation, role=Role.ASSESSOR).person,
    }
    return Registration(**details | changes)


def kinds_told(person):
    return list(Message.objects.filter(to=person).order_by("pk").values_list("kind", flat=True))


# Registering


def test_registering_gives_a_person_everything_that_follows_from_the_first_day():
    coordinator, registration = UserFactory(), a_registration(full_time_equivalent=Decimal("1.0"))

    enrolment = actions.register(registration, by=coordinator)

    assert enrolment.social_worker.email == "ada.obi@example.org"
    assert enrolment.status == Enrolment.Status.ACTIVE
    assert (enrolment.supervisor, enrolment.assessor) == (registration.supervisor, registration.assessor)
    assert enrolment.expected_end_on == rules.months_after(enrolment.starts_on, 24)
    assert [each.due_on for each in queries.stage_dates(enrolment)] == [
        rules.months_after(enrolment.starts_on, month) for month in (0, 3, 6, 12, 18, 24)
    ]
    period = enrolment.employment_periods.get()
    assert (period.team, period.full_time_equivalent) == (registration.team, Decimal("1.0"))
    actions_taken = [entry.action for entry in history.of_chain(enrolment.history_chain)]
    assert actions_taken == [
        "enrolment.registered",
        "enrolment.supervisor_named",
        "enrolment.assessor_named",
        "enrolment.started",
    ]
    assert not history.first_broken_links(enrolment.history_chain)


def test_part_time_hours_make_the_dates_later_from_the_first_day_on():
    enrolment = actions.register(a_registration(full_time_equivalent=Decimal("0.8")), by=UserFactory())

    owed = rules.months_after(enrolment.starts_on, 24) - enrolment.starts_on
    assert (enrolment.expected_end_on - enrolment.starts_on).days == -(-owed.days * 10 // 8)
    due = [each.due_on for each in queries.stage_dates(enrolment)]
    assert due[-1] == enrolment.expected_end_on
    assert due[1] > rules.months_after(enrolment.starts_on, 3)


def test_everybody_concerned_is_told():
    registration = a_registration()
    enrolment = actions.register(registration, by=UserFactory())
    assert kinds_told(enrolment.social_worker) == ["enrolment-welcome"]
    assert kinds_told(registration.supervisor) == kinds_told(registration.assessor) == ["pairing-begins"]
    welcome = Message.objects.get(to=enrolment.social_worker)
    assert enrolment.social_worker.email in welcome.body
    assert "It began on" in welcome.body
    assert registration.supervisor.name in welcome.body


def test_letters_hold_names_as_they_are_written():
    registration = a_registration(name="Aoife O'Brien & Son")
    enrolment = actions.register(registration, by=UserFactory())
    letter = Message.objects.get(to=registration.supervisor)
    assert "Aoife O'Brien & Son" in letter.subject
    assert enrolment.social_worker.name == "Aoife O'Brien & Son"


def test_every_answer_is_kept_with_the_rules_of_the_day():
    registration = a_registration(answers={"agency_worker": "yes"})
    enrolment = actions.register(registration, by=UserFactory())
    decision = enrolment.eligibility
    assert decision.rule_book == registration.rule_book
    assert decision.result == EligibilityDecision.Result.JOINS_WITHOUT_GRANT
    assert [each["question_code"] for each in decision.answers] == [
        each.code for each in registration.rule_book.questions
    ]
    assert {each["leads_to"] for each in decision.reasons} == {"joins_without_grant", "warn"}


def test_an_eligibility_decision_is_never_changed():
    decision = EnrolmentFactory().eligibility
    decision.result = EligibilityDecision.Result.JOINS_WITHOUT_GRANT
    with pytest.raises(Exception, match="eligibility_is_never_changed"), transaction.atomic():
        decision.save()


def test_who_cannot_join_is_not_registered():
    with pytest.raises(RegistrationRefused):
        actions.register(a_registration(answers={"swe_registered": "no"}), by=UserFactory())
    assert not Enrolment.objects.exists()


def test_who_starts_later_waits_until_the_day():
    start = timezone.localdate() + TOMORROW
    enrolment = actions.register(a_registration(starts_on=start), by=UserFactory())
    assert enrolment.status == Enrolment.Status.REGISTERED
    assert actions.start_all_due() == 0
    assert actions.start_all_due(start) == 1
    enrolment.refresh_from_db()
    assert enrolment.status == Enrolment.Status.ACTIVE
    entry = history.of(enrolment).last()
    assert (entry.action, entry.by) == ("enrolment.started", None)
    assert "enrolment-started" in kinds_told(enrolment.social_worker)


def test_the_daily_job_may_run_twice():
    enrolment = EnrolmentFactory(status=Enrolment.Status.REGISTERED, starts_on=timezone.localdate())
    jobs.start_enrolments(timestamp=0)
    jobs.start_enrolments(timestamp=0)
    assert [entry.action for entry in history.of(enrolment)] == ["enrolment.started"]


def test_a_person_we_know_is_linked_and_not_doubled():
    known = UserFactory(name="Ada Known", email="ada.obi@example.org")
    enrolment = actions.register(a_registration(email="Ada.Obi@example.org"), by=UserFactory())
    known.refresh_from_db()
    assert enrolment.social_worker == known
    assert (known.name, known.register_number) == ("Ada Known", "SW12345")


def test_a_person_is_known_by_register_number_too():
    known = UserFactory(register_number="SW12345")
    assert actions.register(a_registration(), by=UserFactory()).social_worker == known


def test_address_and_number_of_two_people_are_refused():
    UserFactory(email="ada.obi@example.org")
    UserFactory(register_number="SW12345")
    with pytest.raises(RegistrationRefused, match="two different people"):
        actions.register(a_registration(), by=UserFactory())


def test_another_register_number_under_the_same_address_is_refused():
    UserFactory(email="ada.obi@example.org", register_number="SW9")
    with pytest.raises(RegistrationRefused, match="another register number"):
        actions.register(a_registration(), by=UserFactory())


def test_a_second_place_on_the_same_programme_is_refused_by_name():
    first = a_registration()
    actions.register(first, by=UserFactory())
    with pytest.raises(RegistrationRefused, match="already on the Social Work Induction Programme since"):
        actions.register(a_registration(organisation=first.organisation), by=UserFactory())
    with pytest.raises(RegistrationRefused, match="with another employer"):
        actions.register(a_registration(), by=UserFactory())


def test_who_has_left_may_be_registered_again():
    enrolment = actions.register(a_registration(), by=UserFactory())
    actions.withdraw(enrolment, reason="personal", last_day=timezone.localdate(), by=UserFactory())
    assert actions.register(a_registration(), by=UserFactory()).social_worker == enrolment.social_worker


def test_nobody_registers_themselves():
    registration = a_registration()
    with pytest.raises(RegistrationRefused, match="yourself"):
        actions.register(registration, by=UserFactory(email=registration.email))


def test_nobody_supervises_themselves():
    registration = a_registration()
    worker = registration.supervisor
    with pytest.raises(RegistrationRefused, match="themselves"):
        actions.register(a_registration(email=worker.email, supervisor=worker), by=UserFactory())
    enrolment = EnrolmentFactory()
    with pytest.raises(ChangeRefused, match="themselves"):
        actions.pair(
            enrolment,
            "supervisor",
            enrolment.social_worker,
            by=UserFactory(),
            instead_of=enrolment.pairing("supervisor").pk,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.create(
            enrolment=EnrolmentFactory(social_worker=worker, supervisor=None),
            kind="supervisor",
            person=worker,
            starts_on=timezone.localdate(),
        )


# Periods


def test_employment_at_one_employer_never_overlaps():
    period = EnrolmentFactory().employment_periods.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        EmploymentPeriod.objects.create(
            enrolment=period.enrolment, organisation=period.organisation, starts_on=timezone.localdate()
        )
    EmploymentPeriod.objects.create(
        enrolment=period.enrolment,
        organisation=OrganisationFactory(),
        is_lead=False,
        starts_on=timezone.localdate(),
    )


def test_two_supervisors_at_a_time_are_refused_by_the_database():
    enrolment = EnrolmentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.create(
            enrolment=enrolment, kind="supervisor", person=UserFactory(), starts_on=timezone.localdate()
        )


# Pairing


def change(enrolment, person, **more):
    former = enrolment.pairing("supervisor")
    return actions.pair(
        enrolment,
        "supervisor",
        person,
        by=UserFactory(),
        instead_of=former.pk if former else None,
        **more,
    )


def supervisor_at(organisation):
    return AppointmentFactory(organisation=organisation, role=Role.PRACTICE_SUPERVISOR).person


def test_a_change_of_supervisor_keeps_the_one_before():
    organisation = OrganisationFactory()
    enrolment, new = EnrolmentFactory(organisation=organisation), supervisor_at(organisation)
    former = enrolment.supervisor

    change(enrolment, new, note="Moved to another team.")

    assert enrolment.supervisor == new
    today = timezone.localdate()
    periods = list(enrolment.pairings.filter(kind="supervisor").order_by("starts_on"))
    assert [(each.person, each.ends_on) for each in periods] == [(former, today - TOMORROW), (new, None)]
    entry = history.of(enrolment).last()
    assert entry.action == "enrolment.supervisor_changed"
    assert former.name in entry.note
    assert new.name in entry.note
    assert entry.note.endswith("Moved to another team")
    assert kinds_told(new) == ["pairing-begins"]
    assert kinds_told(former) == ["pairing-ends"]
    assert kinds_told(enrolment.social_worker) == ["pairing-changed"]


def test_a_change_that_is_to_come_leaves_the_present_one_until_then():
    enrolment, new = EnrolmentFactory(), UserFactory()
    former = enrolment.supervisor
    change(enrolment, new, from_day=timezone.localdate() + 7 * TOMORROW)
    assert enrolment.supervisor == former
    assert enrolment.pairings.current(timezone.localdate() + 7 * TOMORROW).filter(person=new).exists()


def test_who_was_to_come_is_replaced_before_they_begin():
    organisation = OrganisationFactory()
    enrolment, planned = EnrolmentFactory(organisation=organisation), UserFactory()
    instead = supervisor_at(organisation)
    change(enrolment, planned, from_day=timezone.localdate() + 7 * TOMORROW)
    change(enrolment, instead)
    assert enrolment.supervisor == instead
    assert not enrolment.pairings.filter(person=planned).exists()
    assert history.of(enrolment).filter(note__contains=planned.name).exists()


def test_a_supervisor_named_today_can_be_replaced_today():
    enrolment = EnrolmentFactory(supervisor=None)
    first, second = UserFactory(), UserFactory()
    change(enrolment, first)
    change(enrolment, second)
    assert list(enrolment.pairings.filter(kind="supervisor").values_list("person", flat=True)) == [second.pk]


def test_of_two_who_change_at_once_the_second_is_told():
    enrolment = EnrolmentFactory()
    seen = enrolment.pairing("supervisor").pk
    actions.pair(enrolment, "supervisor", UserFactory(), by=UserFactory(), instead_of=seen)
    with pytest.raises(StaleStep):
        actions.pair(enrolment, "supervisor", UserFactory(), by=UserFactory(), instead_of=seen)


# Stages, time, the end


def test_a_stage_is_held_once():
    enrolment = EnrolmentFactory()
    stage = enrolment.rule_book.stage("month-3")
    day = timezone.localdate()
    actions.hold_stage(enrolment, stage, on=day, by=UserFactory())
    actions.hold_stage(enrolment, stage, on=day + TOMORROW, by=UserFactory())
    assert enrolment.stage_dates.get(stage=stage).held_on == day
    assert history.of(enrolment).count() == 1


def test_more_time_moves_the_end_and_the_last_stage():
    enrolment = EnrolmentFactory()
    to = rules.months_after(enrolment.expected_end_on, 3)
    actions.extend(enrolment, to=to, reason="Long illness of the supervisor", by=UserFactory())
    enrolment.refresh_from_db()
    assert enrolment.expected_end_on == to
    assert enrolment.stage_dates.get(stage__is_final=True).due_on == to
    with pytest.raises(ValueError, match="ends later"):
        actions.extend(enrolment, to=to, reason="Again", by=UserFactory())


def test_more_time_asks_for_a_last_stage_that_was_held_once_more():
    enrolment = EnrolmentFactory()
    final, today = enrolment.rule_book.final_stage, timezone.localdate()
    actions.hold_stage(enrolment, final, on=today, by=UserFactory())
    to = enrolment.expected_end_on + 90 * TOMORROW
    actions.extend(enrolment, to=to, reason="Illness", by=UserFactory())

    again = enrolment.stage_dates.get(stage=final)
    assert (again.due_on, again.held_on, again.round) == (to, None, 2)
    actions.hold_stage(enrolment, final, on=today, by=UserFactory(), round=1)
    assert enrolment.stage_dates.get(stage=final).held_on is None
    actions.hold_stage(enrolment, final, on=today, by=UserFactory(), round=2)
    assert enrolment.stage_dates.get(stage=final).held_on == today


@pytest.mark.parametrize("end", [actions.complete, actions.not_complete])
def test_an_end_is_reached_once_and_nobody_looks_after_it_any_more(end):
    enrolment = EnrolmentFactory()
    second = Enrolment.objects.get(pk=enrolment.pk)
    end(enrolment, by=UserFactory())
    with pytest.raises(StaleStep):
        actions.complete(second, by=UserFactory())
    assert not enrolment.pairings.not_over(timezone.localdate() + TOMORROW).exists()


def test_a_withdrawal_keeps_reason_and_day_and_tells_everybody():
    enrolment = EnrolmentFactory()
    supervisor, day = enrolment.supervisor, timezone.localdate() - 3 * TOMORROW
    actions.withdraw(enrolment, reason="left_profession", last_day=day, by=UserFactory())
    withdrawal = enrolment.withdrawals.get()
    assert (withdrawal.reason_words, withdrawal.last_day) == ("Left social work", day)
    assert history.of(enrolment).last().action == "enrolment.withdrawn"
    assert kinds_told(supervisor) == kinds_told(enrolment.social_worker) == ["enrolment-withdrawn"]
    assert Message.objects.get(to=enrolment.social_worker).subject.startswith("You have left")


def test_a_withdrawal_before_the_start_takes_back_what_never_began():
    enrolment = EnrolmentFactory(status="registered", starts_on=timezone.localdate() + 30 * TOMORROW)
    actions.withdraw(enrolment, reason="other", last_day=timezone.localdate(), by=UserFactory())
    assert not enrolment.pairings.exists()


# Who looked


def test_a_look_from_outside_the_supervision_is_noted_once_a_day():
    enrolment, reader = EnrolmentFactory(), UserFactory()
    for _ in range(3):
        actions.note_look(enrolment, by=reader)
    assert [entry.by for entry in queries.looks_at(enrolment)] == [reader]


def test_the_social_worker_and_their_supervisor_are_not_looking_from_outside():
    enrolment = EnrolmentFactory()
    actions.note_look(enrolment, by=enrolment.social_worker)
    actions.note_look(enrolment, by=enrolment.supervisor)
    assert not queries.looks_at(enrolment).exists()
    actions.note_look(enrolment, by=enrolment.assessor)
    assert queries.looks_at(enrolment).count() == 1


def test_noting_a_look_again_costs_one_query(django_assert_num_queries):
    enrolment, reader = EnrolmentFactory(), UserFactory()
    actions.note_look(enrolment, by=reader)
    with django_assert_num_queries(1):
        actions.note_look(enrolment, by=reader)


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_register_one_person_once():
    registration = a_registration()
    coordinators = [UserFactory(), UserFactory()]
    rule_book_in_memory = registration.rule_book
    assert rule_book_in_memory.questions

    def press(coordinator):
        close_old_connections()
        try:
            return actions.register(registration, by=coordinator)
        except RegistrationRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(press, coordinators))

    assert {type(each) for each in results} == {Enrolment, RegistrationRefused}
    assert User.objects.filter(email=registration.email).count() == Enrolment.objects.count() == 1
