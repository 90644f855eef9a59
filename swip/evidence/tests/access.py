"""Who may open which page of the portfolio."""

from swip.evidence.tests.factories import AttachmentFactory, EvidenceFactory
from tests.access_world import LOOKED_AFTER_BY, SIGNED_IN, Route

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


ROUTES = {
    "evidence:list": Route(sees=READERS, args=lambda world: [world.enrolment.pk]),
    "evidence:start": Route(sees=WRITER, args=lambda world: [world.enrolment.pk]),
    "evidence:waiting": Route(sees=SIGNED_IN),
    "evidence:evidence": Route(sees=READERS, args=piece("submitted")),
    "evidence:kind": Route(sees=WRITER, args=piece("draft")),
    "evidence:write": Route(sees=WRITER, args=piece("draft")),
    "evidence:work": Route(sees=WRITER, args=piece("draft")),
    "evidence:outcomes": Route(sees=WRITER, args=piece("draft")),
    "evidence:reasons": Route(sees=WRITER, args=piece("draft")),
    "evidence:files": Route(sees=WRITER, args=piece("draft")),
    "evidence:file": Route(sees=READERS, args=file_of("accepted")),
    "evidence:remove_file": Route(sees=WRITER, args=file_of("draft"), method="post"),
    "evidence:check": Route(sees=WRITER, args=piece("draft")),
    "evidence:withdraw": Route(sees=WRITER, args=piece("submitted")),
    "evidence:start_again": Route(sees=WRITER, args=piece("withdrawn"), method="post"),
    "evidence:review": Route(sees={"supervisor"}, args=piece("submitted")),
    "evidence:versions": Route(sees=READERS, args=piece("returned")),
    "evidence:version": Route(sees=READERS, args=second_version),
    "evidence:changes": Route(sees=READERS, args=second_version),
}
