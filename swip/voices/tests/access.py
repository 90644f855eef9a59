"""Who may open which page of this room."""

from swip.voices.actions import take_out_of_sight
from swip.voices.models import Drawing
from swip.voices.tests.factories import BatchFactory, VoiceFactory
from tests.access_world import EVERYONE, LOOKED_AFTER_BY, Route

COLLECTS = frozenset({"supervisor", "coordinator"})
FOLLOWS = LOOKED_AFTER_BY | {"social_worker"}


def of_enrolment(world):
    return [world.enrolment.pk]


def a_voice(**details):
    return lambda world: [VoiceFactory(enrolment=world.enrolment, **details).pk]


def a_batch(**details):
    return lambda world: [BatchFactory(enrolment=world.enrolment, **details).pk]


def a_batch_out_of_sight(world):
    batch = BatchFactory(enrolment=world.enrolment)
    take_out_of_sight(batch, kinds=["name"], by=world.people["assessor"])
    return [batch.pk]


def a_drawing_of_an_answer(world):
    voice = VoiceFactory(enrolment=world.enrolment)
    Drawing.objects.create(voice=voice, picture=b"picture", digest="d" * 64)
    return [voice.pk]


def a_released_drawing(world):
    batch = BatchFactory(enrolment=world.enrolment, voices=[{"shows_drawing": True}] * 3)
    for voice in batch.voices.all():
        Drawing.objects.create(voice=voice, picture=b"picture", digest="d" * 64)
    return [batch.pk, "d" * 64]


ROUTES = {
    # Public: who has no code is asked for one, who is signed in is asked to sign out first
    "voices:enter": Route(sees=EVERYONE),
    "voices:open_paper": Route(
        sees=EVERYONE, args=lambda world: [VoiceFactory(enrolment=world.enrolment, status="open").token]
    ),
    "voices:unknown": Route(sees=EVERYONE),
    "voices:how": Route(sees=EVERYONE),
    "voices:about": Route(sees=EVERYONE),
    "voices:question": Route(sees=EVERYONE, args=lambda world: ["good"]),
    "voices:own_drawing": Route(sees=EVERYONE),
    "voices:check": Route(sees=EVERYONE),
    "voices:yours": Route(sees=EVERYONE),
    "voices:take_back": Route(sees=EVERYONE),
    "voices:finish": Route(sees=EVERYONE, method="post"),
    "voices:left": Route(sees=EVERYONE, args=lambda world: ["finished"]),
    # What was released; single answers are for those who collect them, never for the social worker
    "voices:voices": Route(sees=FOLLOWS, args=of_enrolment),
    "voices:batch": Route(sees=FOLLOWS, args=a_batch()),
    "voices:drawing": Route(sees=FOLLOWS, args=a_released_drawing),
    "voices:change": Route(sees=COLLECTS | {"social_worker"}, args=a_batch()),
    "voices:make_codes": Route(sees=COLLECTS, args=of_enrolment),
    "voices:cancel_code": Route(sees=COLLECTS, args=of_enrolment),
    "voices:cancel_unused": Route(
        sees=COLLECTS,
        args=lambda world: [VoiceFactory(enrolment=world.enrolment, status="open").handout_id],
    ),
    "voices:read": Route(sees=COLLECTS, args=a_voice()),
    "voices:answer_drawing": Route(sees=COLLECTS, args=a_drawing_of_an_answer),
    "voices:release": Route(sees=COLLECTS, args=of_enrolment),
    "voices:summarise": Route(sees=COLLECTS, args=of_enrolment),
    "voices:show_again": Route(sees=COLLECTS, args=a_batch(kind="summary", status="hidden")),
    "voices:take_out_of_sight": Route(sees=FOLLOWS, args=a_batch()),
    "voices:take_apart": Route(sees=COLLECTS, args=a_batch_out_of_sight, method="post"),
    "voices:out_of_sight": Route(sees={"data_protection_lead"}, args=a_batch_out_of_sight),
    "voices:procedure": Route(
        sees={"coordinator", "administrator"}, args=lambda world: [world.organisation.pk]
    ),
}
