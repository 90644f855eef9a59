"""Who may open which page of the portfolio."""

from swip.evidence.actions import mend, suggest_others, take_out_of_sight
from swip.evidence.actions.comments import take_comment_out_of_sight
from swip.evidence.actions.note_guard import take_note_out_of_sight
from swip.evidence.tests.factories import (
    AttachmentFactory,
    EmployerKindFactory,
    EvidenceFactory,
    ShowcaseFactory,
)
from swip.evidence.tests.note_factories import NoteFactory, SharedNoteFactory
from swip.identifiers.actions import keep_mending
from tests.access_world import EVERYONE, LOOKED_AFTER_BY, SIGNED_IN, Route

WRITER = frozenset({"social_worker"})
READERS = WRITER | LOOKED_AFTER_BY


def piece(status):
    return lambda world: [EvidenceFactory(enrolment=world.enrolment, status=status).pk]


def file_of(status):
    def arguments(world):
        evidence = EvidenceFactory(enrolment=world.enrolment, status=status)
        return [evidence.pk, AttachmentFactory(evidence=evidence, was_handed_in=evidence.is_handed_in).pk]

    return arguments


def second_version(world):
    evidence = EvidenceFactory(enrolment=world.enrolment, status="submitted")
    evidence.versions.create(number=2, content=evidence.versions.get().content)
    return [evidence.pk, 2]


def note(world):
    return [NoteFactory(enrolment=world.enrolment).pk]


def shared_note(status):
    return lambda world: [SharedNoteFactory(enrolment=world.enrolment, status=status).pk]


def note_with_a_name(world):
    words = "I met Priya Raman at home."
    return [SharedNoteFactory(enrolment=world.enrolment, status="prepared", words=words).pk]


def note_out_of_sight(world):
    shared = SharedNoteFactory(enrolment=world.enrolment)
    take_note_out_of_sight(shared, kinds=["name"], by=world.people["supervisor"])
    return [shared.pk]


def piece_out_of_sight(world):
    evidence = EvidenceFactory(enrolment=world.enrolment, status="accepted")
    take_out_of_sight(evidence, kinds=["name"], by=world.people["assessor"])
    return evidence


def file_out_of_sight(world):
    evidence = EvidenceFactory(enrolment=world.enrolment, status="accepted")
    attachment = AttachmentFactory(evidence=evidence, was_handed_in=True)
    take_out_of_sight(evidence, kinds=["name"], by=world.people["assessor"])
    return [evidence.pk, attachment.pk]


def version_out_of_sight(world):
    evidence = piece_out_of_sight(world)
    mend(evidence, by=world.people["social_worker"])
    return [evidence.pk, 1]


def review_given(world):
    return EvidenceFactory(enrolment=world.enrolment, status="accepted").versions.get().review


def others_suggested(world):
    piece = EvidenceFactory(enrolment=world.enrolment, status="accepted")
    kept = ShowcaseFactory(enrolment=world.enrolment, pieces=[piece])
    suggest_others(kept, pieces=[piece], comment="It says more.", revision=0, by=world.people["supervisor"])
    return kept


def commented(record):
    return lambda world: [record(world).pk]


def comment_out_of_sight(record, *, says=""):
    """The worker took it out of sight; `says`: what the supervisor has changed it to since."""

    def arguments(world):
        made = record(world)
        take_comment_out_of_sight(made, kinds=["name"], by=world.people["social_worker"])
        if says:
            keep_mending(made, {"comment": says}, revision=0)
        return [made.pk]

    return arguments


NAMED = "I met Kacper at school."
DATA_PROTECTION_LEAD = frozenset({"data_protection_lead"})


def of_outcome(world):
    return [world.enrolment.pk, "1.1"]


def with_showcase(world):
    piece = EvidenceFactory(enrolment=world.enrolment, status="accepted")
    showcase = ShowcaseFactory(enrolment=world.enrolment, pieces=[piece])
    return [world.enrolment.pk, showcase.outcome.code]


def of_employer(world):
    return [world.organisation.pk]


def with_kind(world):
    return [world.organisation.pk, EmployerKindFactory(organisation=world.organisation).pk]


ROUTES = {
    "evidence:showcase": Route(sees=READERS, args=of_outcome),
    "evidence:answer_showcase": Route(
        sees={"supervisor"}, args=with_showcase, method="post", data={"decision": "agree", "revision": 0}
    ),
    "evidence:take_back_showcase_answer": Route(sees={"supervisor"}, args=with_showcase, method="post"),
    "evidence:take_review_out_of_sight": Route(sees=READERS - {"supervisor"}, args=commented(review_given)),
    "evidence:mend_review": Route(sees={"supervisor"}, args=comment_out_of_sight(review_given)),
    "evidence:look_through_mended_review": Route(
        sees={"supervisor"}, args=comment_out_of_sight(review_given, says=NAMED)
    ),
    "evidence:review_out_of_sight": Route(sees=DATA_PROTECTION_LEAD, args=comment_out_of_sight(review_given)),
    "evidence:take_showcase_out_of_sight": Route(
        sees=READERS - {"supervisor"}, args=commented(others_suggested)
    ),
    "evidence:mend_showcase": Route(sees={"supervisor"}, args=comment_out_of_sight(others_suggested)),
    "evidence:look_through_mended_showcase": Route(
        sees={"supervisor"}, args=comment_out_of_sight(others_suggested, says=NAMED)
    ),
    "evidence:showcase_out_of_sight": Route(
        sees=DATA_PROTECTION_LEAD, args=comment_out_of_sight(others_suggested)
    ),
    "evidence:kinds": Route(sees={"coordinator"}, args=of_employer),
    "evidence:add_kind": Route(sees={"coordinator"}, args=of_employer),
    "evidence:change_kind": Route(sees={"coordinator"}, args=with_kind),
    "evidence:offer_kind": Route(sees={"coordinator"}, args=with_kind, method="post"),
    "evidence:look_through": Route(sees=WRITER, args=piece("draft")),
    "evidence:take_out_of_sight": Route(sees=LOOKED_AFTER_BY, args=piece("accepted")),
    "evidence:mend": Route(sees=WRITER, args=lambda world: [piece_out_of_sight(world).pk], method="post"),
    "evidence:out_of_sight": Route(
        sees=DATA_PROTECTION_LEAD, args=lambda world: [piece_out_of_sight(world).pk]
    ),
    "evidence:file_out_of_sight": Route(sees=DATA_PROTECTION_LEAD, args=file_out_of_sight),
    "evidence:black_out": Route(sees=DATA_PROTECTION_LEAD, args=version_out_of_sight),
    "evidence:list": Route(sees=READERS, args=lambda world: [world.enrolment.pk]),
    "evidence:start": Route(sees=WRITER, args=lambda world: [world.enrolment.pk]),
    "evidence:waiting": Route(sees=SIGNED_IN),
    "evidence:evidence": Route(sees=READERS, args=piece("submitted")),
    "evidence:kind": Route(sees=WRITER, args=piece("draft")),
    "evidence:write": Route(sees=WRITER, args=piece("draft")),
    "evidence:suggest": Route(sees=WRITER, args=piece("draft"), method="post"),
    "evidence:work": Route(sees=WRITER, args=piece("draft")),
    "evidence:outcomes": Route(sees=WRITER, args=piece("draft")),
    "evidence:reasons": Route(sees=WRITER, args=piece("draft")),
    "evidence:files": Route(sees=WRITER, args=piece("draft")),
    "evidence:file": Route(sees=READERS, args=file_of("accepted")),
    "evidence:remove_file": Route(sees=WRITER, args=file_of("draft"), method="post"),
    "evidence:cpd": Route(sees=WRITER, args=piece("accepted")),
    "evidence:cpd_file": Route(sees=WRITER, args=piece("accepted")),
    "evidence:check": Route(sees=WRITER, args=piece("draft")),
    "evidence:withdraw": Route(sees=WRITER, args=piece("submitted")),
    "evidence:start_again": Route(sees=WRITER, args=piece("withdrawn"), method="post"),
    "evidence:review": Route(sees={"supervisor"}, args=piece("submitted")),
    "evidence:versions": Route(sees=READERS, args=piece("returned")),
    "evidence:version": Route(sees=READERS, args=second_version),
    "evidence:changes": Route(sees=READERS, args=second_version),
    "evidence:capture": Route(sees=frozenset({"social_worker", "other_social_worker", "far_social_worker"})),
    "evidence:capture_offline": Route(sees=EVERYONE),
    "evidence:capture_worker": Route(sees=EVERYONE),
    "evidence:notes": Route(sees=WRITER, args=lambda world: [world.enrolment.pk]),
    "evidence:note": Route(sees=WRITER, args=note),
    "evidence:write_note": Route(sees=WRITER, args=note),
    "evidence:lift_note": Route(sees=WRITER, args=note),
    "evidence:remove_note": Route(sees=WRITER, args=note),
    "evidence:shared_note": Route(sees=WRITER | {"supervisor"}, args=shared_note("shared")),
    "evidence:write_shared_note": Route(sees=WRITER, args=shared_note("prepared")),
    "evidence:check_shared_note": Route(sees=WRITER, args=shared_note("prepared")),
    "evidence:lift_shared_note": Route(sees=WRITER, args=shared_note("shared")),
    "evidence:take_back_note": Route(sees=WRITER, args=shared_note("shared")),
    "evidence:remove_shared_note": Route(sees=WRITER, args=shared_note("taken_back")),
    "evidence:look_through_note": Route(sees=WRITER, args=note_with_a_name),
    "evidence:take_note_out_of_sight": Route(sees={"supervisor"}, args=shared_note("shared")),
    "evidence:note_out_of_sight": Route(sees=DATA_PROTECTION_LEAD, args=note_out_of_sight),
    "evidence:talk_about_note": Route(
        sees=WRITER | {"supervisor"}, args=shared_note("shared"), method="post"
    ),
}
