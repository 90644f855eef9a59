"""The kinds that people can choose, and how each is worded."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from swip.accounts.models import Organisation
from swip.enrolment.models import EmploymentPeriod, Enrolment
from swip.evidence.models import Evidence, EvidenceKind, KindVersion


def kinds_for(enrolment: Enrolment, *, chosen: Evidence | None = None) -> QuerySet[EvidenceKind]:
    """Those for everybody, then those of whoever employs this person now; the one chosen stays choosable."""
    employers = EmploymentPeriod.objects.current().filter(enrolment=enrolment).values("organisation")
    offered = Q(is_offered=True) & (Q(organisation=None) | Q(organisation__in=employers))
    if chosen is not None and chosen.kind_id:
        offered |= Q(pk=chosen.kind_id)
    kinds = EvidenceKind.objects.filter(offered).select_related("organisation")
    return kinds.order_by(F("organisation__name").asc(nulls_first=True), "position", "pk")


def newest_wording(kind: EvidenceKind) -> KindVersion | None:
    return kind.versions.order_by("-number").first()


def kinds_for_everybody() -> QuerySet[EvidenceKind]:
    return EvidenceKind.objects.filter(organisation=None, is_offered=True)


def kinds_of(organisation: Organisation) -> QuerySet[EvidenceKind]:
    """What an employer has added for its own people, those not offered any more too."""
    return organisation.evidence_kinds.all()
