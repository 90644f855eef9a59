"""Made-up messages, and choices of when to be reminded."""

import factory

from swip.accounts.tests.factories import UserFactory
from swip.notifications.models import Choices, Message


class MessageFactory(factory.django.DjangoModelFactory):
    """A message that waits to be sent, without a job that would send it."""

    class Meta:
        model = Message

    to = factory.SubFactory(UserFactory)
    address = factory.LazyAttribute(lambda message: message.to.email)
    kind = "evidence-accepted"
    subject = "Your evidence was accepted"
    body = "It now counts toward its outcomes."
    href = "/account/"


class ChoicesFactory(factory.django.DjangoModelFactory):
    """When somebody wants to be reminded."""

    class Meta:
        model = Choices

    person = factory.SubFactory(UserFactory)
