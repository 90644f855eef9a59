import pytest
from django.utils import timezone

from swip.enrolment.tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db


def test_an_enrolment_for_tests_has_everything_around_it():
    enrolment = EnrolmentFactory()
    assert enrolment.supervisor != enrolment.assessor != enrolment.social_worker
    assert enrolment.stage_dates.count() == len(enrolment.rule_book.stages)
    assert enrolment.employment_periods.current().count() == 1
    assert enrolment.starts_on < timezone.localdate() < enrolment.expected_end_on
    assert enrolment.standards.outcomes.count() == 6


def test_enrolments_of_one_test_share_their_rules():
    assert EnrolmentFactory().rule_book == EnrolmentFactory(supervisor=None).rule_book
