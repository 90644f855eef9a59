"""The pages about somebody's time in a real browser: for any eyes, hands and screen."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory
from swip.enrolment import actions
from swip.enrolment.tests.factories import (
    AbsenceFactory,
    EnrolmentFactory,
    ObjectionFactory,
    PauseFactory,
    ReductionFactory,
    other_hours,
)
from tests.browser import check_page

pytestmark = pytest.mark.django_db(transaction=True)
A_DAY = datetime.timedelta(days=1)


def open_all(page, places):
    for name, *args in places:
        page.goto(reverse(f"enrolment:{name}", args=args))
        check_page(page)


def test_every_page_about_time_stands_up_in_a_browser(page_as):
    organisation, today = OrganisationFactory(), timezone.localdate()
    coordinator = AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person
    enrolment = EnrolmentFactory(organisation=organisation)
    sick = AbsenceFactory(enrolment=enrolment, starts_on=today - 90 * A_DAY, ends_on=today - 50 * A_DAY)
    leave = AbsenceFactory(
        enrolment=enrolment,
        kind="maternity",
        is_exempt=True,
        starts_on=today + 90 * A_DAY,
        ends_on=today + 150 * A_DAY,
    )
    hours = other_hours(enrolment, from_day=today - 30 * A_DAY)
    reduction = ReductionFactory(enrolment=enrolment, months=3)
    objection = ObjectionFactory(enrolment=enrolment)
    actions.work_out(enrolment, by=None, because="As it was recorded")
    key = enrolment.pk

    page = page_as(coordinator)
    open_all(
        page,
        [
            ("enrolment", key),
            ("record_absence", key),
            ("correct_absence", sick.pk),
            ("take_back_absence", sick.pk),
            ("pause", key),
            ("change_employment", key),
            ("correct_employment", hours.pk),
            ("more_time", key),
            ("take_back_reduction", reduction.pk),
            ("changes", key),
            ("answer_objection", objection.pk),
            *(
                ("what_if_change", key, kind)
                for kind in ["absence", "hours", "pause", "more-time", "shorter"]
            ),
        ],
    )
    page.get_by_role("button", name="Show the dates").click()
    check_page(page)

    worker = page_as(enrolment.social_worker)
    open_all(
        worker,
        [
            ("enrolment", key),
            ("choose_leave", leave.pk),
            ("answer_reduction", reduction.pk),
            ("object_to", key, objection.entry_id),
        ],
    )

    paused = PauseFactory(enrolment=EnrolmentFactory(organisation=organisation, status="paused"))
    open_all(page, [("enrolment", paused.enrolment_id), ("resume", paused.pk), ("correct_pause", paused.pk)])
