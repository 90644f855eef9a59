"""Made-up evidence: `EvidenceFactory(status="submitted", outcomes=["1.1", item], kind="direct-work")`."""

from __future__ import annotations

import datetime

import factory
from django.utils import timezone

from swip.accounts.tests.factories import OrganisationFactory
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence import queries
from swip.evidence.models import (
    Attachment,
    Evidence,
    EvidenceKind,
    EvidenceOutcome,
    EvidenceReview,
    EvidenceVersion,
    KindVersion,
    Showcase,
)
from swip.files.tests.factories import StoredFileFactory
from swip.standards.models import Item

WAS_SUBMITTED = [Evidence.Status.SUBMITTED, Evidence.Status.RETURNED, Evidence.Status.ACCEPTED]
WAS_REVIEWED = [Evidence.Status.RETURNED, Evidence.Status.ACCEPTED]


class EvidenceFactory(factory.django.DjangoModelFactory):
    """A whole piece with one outcome; handed in, with its version; reviewed, with its review."""

    class Meta:
        model = Evidence
        skip_postgeneration_save = True

    enrolment = factory.SubFactory(EnrolmentFactory)
    status = Evidence.Status.DRAFT
    kind = "reflection"
    title = factory.Sequence(lambda number: f"A visit that changed its mind {number}")
    happened_on = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=20))
    what_happened = "I met the family at the place they chose and listened before I asked."
    what_it_shows = "I can begin with what matters to the child."
    complexity = "mixed"
    level = "does"

    @classmethod
    def _create(
        cls,
        model_class,
        *args,
        outcomes=None,
        reason="It shows it by the way we spoke.",
        comment="",
        **values,
    ):
        if isinstance(values["kind"], str):
            values["kind"] = EvidenceKind.objects.get(code=values["kind"])
        now = timezone.now()
        if values["status"] in WAS_SUBMITTED:
            values.setdefault("submitted_at", now)
        if values["status"] in WAS_REVIEWED:
            values.setdefault("reviewed_at", now)
            values.setdefault("reviewed_by", values["enrolment"].supervisor)
        evidence = super()._create(model_class, *args, **values)
        for outcome in outcomes_of(evidence, outcomes):
            EvidenceOutcome.objects.create(evidence=evidence, outcome=outcome, reason=reason)
        if evidence.status in WAS_SUBMITTED:
            version = EvidenceVersion.objects.create(
                evidence=evidence,
                number=1,
                submitted_at=evidence.submitted_at,
                content=queries.as_it_stands(evidence),
            )
            if evidence.status in WAS_REVIEWED:
                EvidenceReview.objects.create(
                    version=version,
                    verdict=evidence.status,
                    comment=comment or "Say more about what the child said.",
                    reviewed_by=evidence.reviewed_by,
                )
        return evidence


def outcomes_of(evidence: Evidence, wanted: list[str | Item] | None) -> list[Item]:
    standards = evidence.enrolment.standards.outcomes
    if wanted is None:
        return list(standards[:1])
    return [each if isinstance(each, Item) else standards.get(code=each) for each in wanted]


class AttachmentFactory(factory.django.DjangoModelFactory):
    """A small text file that goes with a piece."""

    class Meta:
        model = Attachment

    class Params:
        name = factory.Sequence(lambda number: f"notes-{number}.txt")
        scan = "not_scanned"

    evidence = factory.SubFactory(EvidenceFactory)
    stored = factory.SubFactory(
        StoredFileFactory,
        owner=factory.SelfAttribute("..evidence.enrolment.social_worker"),
        name=factory.SelfAttribute("..name"),
        scan=factory.SelfAttribute("..scan"),
    )
    digest = factory.Sequence(lambda number: f"{number:064}")


class ShowcaseFactory(factory.django.DjangoModelFactory):
    """What stands for the outcome of the first of its pieces: `ShowcaseFactory(pieces=[...], status="agreed")`."""

    class Meta:
        model = Showcase
        skip_postgeneration_save = True

    outcome = factory.LazyAttribute(lambda showcase: showcase.enrolment.standards.outcomes.first())

    @classmethod
    def _create(cls, model_class, *args, pieces=(), **values):
        if values.get("status", "proposed") != "proposed":
            values |= {"answered_at": timezone.now(), "answered_by": values["enrolment"].supervisor}
        showcase = super()._create(model_class, *args, **values)
        for each in pieces:
            showcase.pieces.create(evidence=each, side="chosen")
        return showcase


class EmployerKindFactory(factory.django.DjangoModelFactory):
    """A kind that an employer has added, with its first version."""

    class Meta:
        model = EvidenceKind
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda number: f"employer-kind-{number}")
    name = factory.Sequence(lambda number: f"Practice week {number}")
    description = "What you took from our practice week"
    level = "knows_how"
    questions = [{"code": "version_1_first_question", "question": "Which session was it?"}]
    position = 1

    @classmethod
    def _create(cls, model_class, *args, **values):
        kind = super()._create(model_class, *args, **values)
        KindVersion.objects.create(kind=kind, number=1, **kind.words)
        return kind
