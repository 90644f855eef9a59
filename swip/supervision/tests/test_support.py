"""Support given against support promised: the page, the figures for many, and what waits for whom."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.core import history
from swip.enrolment.models import Absence, Enrolment, Pause
from swip.enrolment.rules import months_after
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.supervision import actions, permissions, queries
from swip.supervision.tests.factories import (
    ProtectedTimeFactory,
    SessionFactory,
    SupportAgreementFactory,
    WorkloadFactory,
    this_monday,
    typed_for,
)
from swip.supervision.tests.pages import at

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def ended(**details):
    """Somebody whose two years are over today."""
    starts_on = months_after(today(), -24)
    return EnrolmentFactory(starts_on=starts_on, expected_end_on=today(), **details)


# ---- The figures


def test_full_time_is_promised_22_and_12():
    support = queries.support_given(ended())
    assert [(each.number, each.promised, each.expected) for each in support.years] == [
        (1, 22, 22),
        (2, 12, 12),
    ]
    assert support.missing == 33  # the last one is due today, and may still be held


def test_part_time_hours_change_nothing_but_the_hours():
    half, full = ended(full_time_equivalent=Decimal("0.5")), ended()
    supports = queries.support_for([half, full])
    assert supports[half.pk].so_far.promised == supports[full.pk].so_far.promised == 34
    first, second = supports[half.pk].years[0], supports[full.pk].years[0]
    assert first.hours_promised == pytest.approx(second.hours_promised / 2, abs=0.1)


def test_a_pause_and_leave_of_the_exempt_kinds_expect_nothing():
    enrolment = EnrolmentFactory(
        starts_on=today() - timedelta(days=100), expected_end_on=today() + timedelta(days=700)
    )
    before = queries.support_given(enrolment).so_far.expected
    recorded = {"enrolment": enrolment, "recorded_by": enrolment.supervisor}
    Pause.objects.create(
        **recorded,
        reason="long_sickness",
        reason_words="Long sickness",
        starts_on=today() - timedelta(days=60),
        ends_on=today() - timedelta(days=33),
        expected_return_on=today() - timedelta(days=32),
    )
    paused = queries.support_given(enrolment).so_far.expected
    Absence.objects.create(
        **recorded,
        kind="maternity",
        kind_words="Maternity leave",
        is_exempt=True,
        starts_on=today() - timedelta(days=28),
        ends_on=None,
    )
    away = queries.support_given(enrolment)
    assert (before, paused, away.so_far.expected) == (10, 8, 6)
    assert "until further notice" in queries.ledger_of(enrolment).away[-1]


def test_ordinary_absence_changes_nothing(enrolment):
    before = queries.support_given(enrolment)
    Absence.objects.create(
        enrolment=enrolment,
        recorded_by=enrolment.supervisor,
        kind="sickness",
        kind_words="Sickness",
        starts_on=today() - timedelta(days=20),
        ends_on=today(),
    )
    assert queries.support_given(enrolment) == before


def test_what_was_recorded_is_counted_once(enrolment):
    day = enrolment.starts_on + timedelta(days=7)
    SessionFactory(enrolment=enrolment, held_on=day)
    SessionFactory(enrolment=enrolment, held_on=day + timedelta(days=7), status="disputed")
    SessionFactory(enrolment=enrolment, status="cancelled", planned_for=day + timedelta(days=14))
    SessionFactory(enrolment=enrolment, status="planned")
    wrong = SessionFactory(enrolment=enrolment, held_on=day + timedelta(days=21))
    actions.take_back(wrong, why="Another person’s", by=enrolment.supervisor)
    ProtectedTimeFactory(enrolment=enrolment)
    WorkloadFactory(enrolment=enrolment, percent=95)

    year = queries.support_given(enrolment).now
    assert (year.given, year.disputed, year.planned, year.cancelled) == (1, 1, 1, {"supervisor": 1})
    assert (year.hours_taken, year.weeks_recorded) == (2.0, 1)
    assert (year.workload, year.workload_promised, year.is_too_much) == (95, 90, True)


def test_an_agreement_promises_from_the_day_it_is_in_force(enrolment):
    usual = queries.support_given(enrolment)
    typed = typed_for(enrolment, protected_hours_year_1="7.4", to_month_12="14d", workload_year_1="80")
    SupportAgreementFactory(
        enrolment=enrolment, status="in_force", typed=typed, in_force_on=today() - timedelta(days=70)
    )
    support = queries.support_given(enrolment)
    assert support.is_agreed
    assert not usual.is_agreed
    extra = 71 * 3.7 / 7
    assert support.years[0].hours_promised == pytest.approx(usual.years[0].hours_promised + extra, abs=0.2)
    assert support.years[0].promised > usual.years[0].promised
    assert support.now.workload_promised == 80


def test_many_people_cost_as_many_queries_as_one(django_assert_num_queries):
    people = [EnrolmentFactory() for _ in range(3)]
    for each in people:
        SessionFactory(enrolment=each)
        SupportAgreementFactory(enrolment=each, status="in_force")
    found = list(Enrolment.objects.select_related("rule_book__programme"))
    queries.support_for(found)  # the rule book is read once in a process
    with django_assert_num_queries(8):
        supports = queries.support_for(found)
    assert {each.so_far.given for each in supports.values()} == {1}


# ---- The page


def test_everybody_who_follows_sees_the_same_figures(client, enrolment, coordinator, principal):
    SessionFactory(enrolment=enrolment)
    for person in (enrolment.social_worker, enrolment.supervisor, coordinator, principal):
        client.force_login(person)
        page = client.get(at("support", enrolment))
        assertContains(page, "1 of 16 sessions given, 14 missing")
        assertContains(page, "6 + 10 + 6 = 22 sessions in year 1")
        assertContains(page, "12 sessions in year 2")
        assertContains(page, "Week 7 to month 6: every 14 days")


def test_a_principal_social_worker_enters_nothing_and_their_look_is_noted(client, enrolment, principal):
    client.force_login(principal)
    page = client.get(at("support", enrolment))
    assertNotContains(page, "Enter a supervision session")
    assertNotContains(page, "Back to the programme")
    assert history.of(enrolment).last().action == "enrolment.looked"


def test_a_change_of_hours_asks_for_a_new_agreement(as_supervisor, enrolment):
    SupportAgreementFactory(enrolment=enrolment, status="in_force")
    assertNotContains(as_supervisor.get(at("support", enrolment)), "Renew the agreement, so that")
    enrolment.employment_periods.update(full_time_equivalent=Decimal("0.6"))
    page = as_supervisor.get(at("support", enrolment))
    assertContains(page, "the contract is for 22.2 hours a week")


def test_the_page_costs_a_fixed_number_of_queries(as_worker, enrolment, django_assert_max_num_queries):
    SupportAgreementFactory(enrolment=enrolment, status="in_force")
    for days in range(5):
        SessionFactory(enrolment=enrolment, held_on=today() - timedelta(days=7 * days))
        ProtectedTimeFactory(enrolment=enrolment, week=this_monday() - timedelta(weeks=days))
    with django_assert_max_num_queries(22):
        as_worker.get(at("support", enrolment))


def test_the_list_shows_every_entry(as_worker, enrolment):
    for weeks in range(30):
        SessionFactory(enrolment=enrolment, held_on=today() - timedelta(days=5 * weeks))
    page = as_worker.get(at("entries", enrolment, "session"))
    assertContains(page, "Showing 1 to 25 of 30 entries")


# ---- Who


def test_who_reads_who_enters_who_signs(enrolment, employer, coordinator, principal):
    decider = AppointmentFactory(organisation=employer, role=Role.DECISION_MAKER).person
    stranger = EnrolmentFactory().supervisor
    version = SupportAgreementFactory(enrolment=enrolment, status="offered").versions.get()
    table = {
        enrolment.social_worker: (True, True, True, "social_worker"),
        enrolment.supervisor: (True, True, True, "practice_supervisor"),
        coordinator: (True, True, False, "employer"),
        decider: (True, False, False, "employer"),
        enrolment.assessor: (True, False, False, ""),
        principal: (True, False, False, ""),
        stranger: (False, False, False, ""),
    }
    for person, expected in table.items():
        found = (
            permissions.followed_by(person).contains(enrolment),
            permissions.recorded_by(person).contains(enrolment),
            permissions.notes_readable_by(person).contains(enrolment),
            permissions.part_to_sign(person, version),
        )
        assert found == expected, person


def test_entries_belong_to_the_side_that_made_them(enrolment, coordinator):
    theirs = SessionFactory(enrolment=enrolment, side="employer")
    for person, keeps in {
        enrolment.supervisor: True,
        coordinator: True,
        enrolment.social_worker: False,
    }.items():
        assert permissions.entries_kept_by(person, type(theirs)).contains(theirs) is keeps
        assert permissions.entries_disputable_by(person, type(theirs)).contains(theirs) is not keeps
