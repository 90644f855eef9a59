"""Made-up awards for every room's tests."""

import factory
from django.utils import timezone

from swip.accounts.tests.factories import OrganisationFactory, UserFactory
from swip.credentials.models import Award
from swip.programmes.tests.factories import RuleBookFactory


class AwardFactory(factory.django.DjangoModelFactory):
    """One that stands; `status="revoked"` has its day and its reason."""

    class Meta:
        model = Award

    person = factory.SubFactory(UserFactory)
    rule_book = factory.SubFactory(RuleBookFactory)
    programme = factory.LazyAttribute(lambda award: award.rule_book.programme)
    organisation = factory.SubFactory(OrganisationFactory)
    history_chain = factory.LazyAttribute(lambda award: f"user:{award.person.pk}")
    revoked_on = factory.LazyAttribute(
        lambda award: timezone.localdate() if award.status == Award.Status.REVOKED else None
    )
    revoked_because = factory.LazyAttribute(
        lambda award: "Made by mistake" if award.status == Award.Status.REVOKED else ""
    )
    status = Award.Status.AWARDED
