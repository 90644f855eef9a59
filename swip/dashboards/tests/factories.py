"""Made-up views of a cohort."""

import factory

from swip.accounts.tests.factories import UserFactory
from swip.dashboards.models import SavedView


class SavedViewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SavedView

    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda number: f"View {number}")
    query = "status=open&timing=late"
