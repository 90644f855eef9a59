"""Whose registration is followed, from the first day on a programme to the last."""

import pytest
from django.utils import timezone

from swip.accounts import actions as accounts
from swip.accounts import queries as people
from swip.accounts.models import Role
from swip.accounts.register import NotOnRegister
from swip.accounts.tests.factories import AppointmentFactory, UserFactory
from swip.enrolment.actions.register_checks import follow_the_register
from swip.enrolment.models import Enrolment
from swip.enrolment.queries.register import recheck_rule
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.programmes.tests.factories import rule_book

pytestmark = pytest.mark.django_db


def looked_up(person):
    answer = NotOnRegister(person.register_number, timezone.localdate())
    accounts.note_register_check(person, answer, by=UserFactory(), recheck_after_days=30)


def test_a_leaver_is_left_in_peace_and_whoever_stays_is_not():
    gone = EnrolmentFactory(status=Enrolment.Status.COMPLETED, social_worker__register_number="SW1")
    here = EnrolmentFactory(social_worker__register_number="SW2")
    assessor = AppointmentFactory(role=Role.ASSESSOR, person__register_number="SW3").person
    for person in (gone.social_worker, here.social_worker, assessor):
        looked_up(person)
    follow_the_register()
    planned = [
        people.register_standing(each).next_check_on
        for each in (gone.social_worker, here.social_worker, assessor)
    ]
    assert [each is not None for each in planned] == [False, True, True]


def test_whoever_comes_back_is_looked_up_again(settings, run_jobs):
    settings.REGISTER_SOURCE = "file"
    accounts.keep_extract([], as_of=timezone.localdate(), by=UserFactory())
    enrolment = EnrolmentFactory(social_worker__register_number="SW1")
    looked_up(enrolment.social_worker)
    accounts.stop_register_checks(enrolment.social_worker, by=None)
    follow_the_register()
    assert "swip.accounts.jobs.check_register" in run_jobs()
    assert people.register_standing(enrolment.social_worker).next_check_on is not None
    follow_the_register()


def test_the_rule_is_that_of_ones_own_programme_and_for_colleagues_the_strictest():
    enrolment = EnrolmentFactory(rule_book=rule_book("asye", changed={"swe_register.recheck": 14}))
    assert recheck_rule(enrolment.social_worker).days == 14
    assert recheck_rule(enrolment.social_worker).reference == enrolment.rule_book.reference
    assert recheck_rule(UserFactory()).days == 14
