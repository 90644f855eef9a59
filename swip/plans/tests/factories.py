"""Made-up goals and actions for every room's tests."""

import datetime

import factory
from django.utils import timezone

from swip.enrolment.tests.factories import EnrolmentFactory
from swip.plans.models import Action, Goal


class GoalFactory(factory.django.DjangoModelFactory):
    """One that is being worked on, for the first outcome."""

    class Meta:
        model = Goal
        skip_postgeneration_save = True

    enrolment = factory.SubFactory(EnrolmentFactory)
    aim = "Chair a core group"
    set_by = factory.LazyAttribute(lambda goal: goal.enrolment.social_worker)

    @factory.post_generation
    def outcomes(self, create, chosen, **details):
        self.outcomes.set(chosen or self.enrolment.standards.outcomes.all()[:1])


class ActionFactory(factory.django.DjangoModelFactory):
    """Due in two weeks: `ActionFactory(goal=…, owner="supervisor", due_on=…)`."""

    class Meta:
        model = Action

    goal = factory.SubFactory(GoalFactory)
    owner = Action.Owner.SOCIAL_WORKER
    what = "Watch one being chaired"
    due_on = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=14))
    set_by = factory.LazyAttribute(lambda action: action.goal.set_by)
