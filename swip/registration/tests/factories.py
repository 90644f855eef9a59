"""Made-up registrations."""

from __future__ import annotations

import factory
from django.utils import timezone

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory
from swip.enrolment.tests.factories import small_standards
from swip.programmes.tests.factories import rule_book
from swip.registration.models import RegistrationDraft


class RegistrationDraftFactory(factory.django.DjangoModelFactory):
    """A registration that a coordinator has just begun; `RegistrationDraftFactory(coordinator=…)`.

    `is_complete=True`: everything is answered, and nothing but the last press is left.
    """

    class Meta:
        model = RegistrationDraft

    class Params:
        is_complete = factory.Trait(
            rule_book=factory.LazyFunction(lambda: rule_book(standards=small_standards())),
            eligibility_answers=factory.LazyAttribute(
                lambda draft: {each.code: each.answers[0]["code"] for each in draft.rule_book.questions}
            ),
            details=factory.LazyFunction(
                lambda: {
                    "name": "Ada Obi",
                    "email": "ada.obi@example.org",
                    "register_number": "SW12345",
                    "starts_on": timezone.localdate().isoformat(),
                    "full_time_equivalent": "0.6",
                    "team": None,
                    "supervisor": None,
                    "assessor": None,
                }
            ),
        )

    organisation = factory.SubFactory(OrganisationFactory)
    coordinator = factory.LazyAttribute(
        lambda draft: AppointmentFactory(organisation=draft.organisation, role=Role.COORDINATOR).person
    )
