"""Made-up codes and answers for every room's tests."""

import uuid
from datetime import timedelta

import factory
from django.utils import timezone

from swip.core.links import digest_of
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.voices.models import Batch, Handout, LocalProcedure, Voice
from swip.voices.rules import codes


class HandoutFactory(factory.django.DjangoModelFactory):
    """A lot of codes made by the supervisor, without any codes in it yet."""

    class Meta:
        model = Handout

    enrolment = factory.SubFactory(EnrolmentFactory)
    made_by = factory.LazyAttribute(lambda handout: handout.enrolment.supervisor)
    key = factory.LazyFunction(uuid.uuid4)


class VoiceFactory(factory.django.DjangoModelFactory):
    """An answer: `VoiceFactory(enrolment=…, decision="show")`; `status="open"` has a code and no answer.

    The code of its paper is `.code`, the secret of its picture `.token`.
    """

    class Meta:
        model = Voice

    class Params:
        enrolment = None

    status = Voice.Status.GIVEN
    handout = factory.Maybe(
        "enrolment",
        yes_declaration=factory.SubFactory(HandoutFactory, enrolment=factory.SelfAttribute("..enrolment")),
        no_declaration=factory.SubFactory(HandoutFactory),
    )
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=42))
    decision = ""
    who = factory.LazyAttribute(lambda voice: "child" if voice.status == "given" else "")
    answers = factory.LazyAttribute(
        lambda voice: (
            {"listened": "yes", "kept": "sometimes", "good": "She listened to me."}
            if voice.status == "given"
            else {}
        )
    )
    given_in = factory.LazyAttribute(
        lambda voice: timezone.localdate().replace(day=1) if voice.status in {"given", "withdrawn"} else None
    )
    shown_words = factory.LazyAttribute(
        lambda voice: {"good": voice.answers["good"]} if voice.decision and "good" in voice.answers else {}
    )

    @classmethod
    def _create(cls, model_class, *args, **details):
        code, token = details.pop("code", codes.new_code()), details.pop("token", uuid.uuid4().hex)
        voice = super()._create(
            model_class, *args, code_digest=digest_of(code), token_digest=digest_of(token), **details
        )
        voice.code, voice.token = code, token
        return voice


class BatchFactory(factory.django.DjangoModelFactory):
    """Three answers released together: `BatchFactory(enrolment=…)`; `kind="summary"` is one of two, summed up."""

    class Meta:
        model = Batch
        skip_postgeneration_save = True

    enrolment = factory.SubFactory(EnrolmentFactory)
    kind = Batch.Kind.ANSWERS
    summary = factory.LazyAttribute(
        lambda batch: "They felt heard, and want to know sooner." if batch.kind == "summary" else ""
    )
    least = factory.LazyAttribute(lambda batch: 2 if batch.kind == "summary" else 3)
    released_by = factory.LazyAttribute(lambda batch: batch.enrolment.supervisor)

    @factory.post_generation
    def voices(batch, create, voices, **more):  # noqa: N805 - factory_boy hands over what it has made
        decision = "summary" if batch.kind == "summary" else "show"
        for each in voices or [{} for _ in range(batch.least)]:
            VoiceFactory(
                handout=HandoutFactory(enrolment=batch.enrolment),
                decision=decision,
                released_in=batch,
                shown_in=batch,
                **each,
            )


class LocalProcedureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LocalProcedure

    words = "Ring the front door team. Then tell your manager."
    phone = "01632 960 000"
