"""Who reads what was promised and given, who enters it, who disputes it, and who signs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from swip.accounts.models import Role, User
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment
from swip.supervision.models import (
    AgreementVersion,
    Dispute,
    LedgerEntry,
    ProtectedTime,
    Session,
    SupportAgreement,
    Workload,
)
from swip.supervision.rules.promises import Side

KINDS: dict[str, type[LedgerEntry]] = {each.KIND: each for each in (Session, ProtectedTime, Workload)}


def watched_over_by(user: User) -> QuerySet[Enrolment]:
    """A principal social worker sees whether support is given as promised to everybody the employer has."""
    return enrolments.employed_where(user, Role.PRINCIPAL_SOCIAL_WORKER).exclude(social_worker=user)


def followed_by(user: User) -> QuerySet[Enrolment]:
    """Whose agreement and ledger somebody reads: their own, those they look after, those they watch over."""
    return Enrolment.objects.filter(
        Q(pk__in=enrolments.visible_to(user).values("pk")) | Q(pk__in=watched_over_by(user).values("pk"))
    )


def supported_by(user: User) -> QuerySet[Enrolment]:
    """The people for whom somebody acts on the employer's side of the ledger: supervises or coordinates."""
    return Enrolment.objects.filter(
        Q(pk__in=enrolments.supervised_by(user).values("pk"))
        | Q(pk__in=enrolments.coordinated_by(user).values("pk"))
    ).exclude(social_worker=user)


def recorded_by(user: User) -> QuerySet[Enrolment]:
    """Either side enters sessions, hours and workload, while the programme lasts."""
    return Enrolment.objects.filter(
        Q(social_worker=user) | Q(pk__in=supported_by(user).values("pk")), status__in=Enrolment.OPEN
    )


def side_of(user: User, enrolment: Enrolment) -> Side:
    return Side.SOCIAL_WORKER if enrolment.social_worker_id == user.pk else Side.EMPLOYER


def notes_readable_by(user: User) -> QuerySet[Enrolment]:
    """What was agreed in a session is for the social worker and whoever supervises them."""
    return Enrolment.objects.filter(
        Q(social_worker=user) | Q(pk__in=enrolments.supervised_by(user).values("pk"))
    )


# ---- Entries of the ledger: one of three kinds


def entries(kind: type[LedgerEntry]) -> Any:
    """Of one kind, by the manager that it brings."""
    return kind._default_manager.all()


def entries_visible_to(user: User, kind: type[LedgerEntry]) -> QuerySet[Any]:
    return entries(kind).filter(enrolment__in=followed_by(user).values("pk"))


def _on_the_side_of(user: User, *, same: bool) -> Q:
    """Entries of the side that this person is on, or of the other one."""
    own, theirs = Side.SOCIAL_WORKER, Side.EMPLOYER
    if not same:
        own, theirs = theirs, own
    return Q(enrolment__social_worker=user, side=own) | Q(
        enrolment__in=supported_by(user).values("pk"), side=theirs
    )


def entries_kept_by(user: User, kind: type[LedgerEntry]) -> QuerySet[Any]:
    """Whoever is on the side that entered something also corrects it, and answers for it."""
    kept = _on_the_side_of(user, same=True)
    return entries(kind).filter(kept, enrolment__status__in=Enrolment.OPEN)


def entries_disputable_by(user: User, kind: type[LedgerEntry]) -> QuerySet[Any]:
    """The other side says whether it was so."""
    entered_by_the_other = _on_the_side_of(user, same=False)
    return entries(kind).filter(entered_by_the_other, enrolment__status__in=Enrolment.OPEN)


def sessions_followed_up_by(user: User) -> QuerySet[Session]:
    """Either side says what became of a planned session."""
    return Session.objects.filter(enrolment__in=recorded_by(user).values("pk"))


def disputes_about(entry: LedgerEntry) -> QuerySet[Dispute]:
    return entry.disputes.select_related("raised_by", "answered_by", "settled_by")  # type: ignore[attr-defined]


# ---- Agreements


def agreements_visible_to(user: User) -> QuerySet[SupportAgreement]:
    """Offered, it is there for all who follow; being written, for whoever writes it, and earlier offers stay."""
    return SupportAgreement.objects.filter(
        Q(enrolment__in=followed_by(user).values("pk"), versions__isnull=False)
        | Q(enrolment__in=supported_by(user).values("pk"))
    ).distinct()


def agreements_written_by(user: User) -> QuerySet[SupportAgreement]:
    """A supervisor or a coordinator writes what is promised."""
    return SupportAgreement.objects.filter(
        enrolment__in=supported_by(user).values("pk"), enrolment__status__in=Enrolment.OPEN
    )


def promised_for_by(user: User) -> QuerySet[Enrolment]:
    """Who can promise for the employer: a coordinator, or whoever decides for it."""
    return Enrolment.objects.filter(
        Q(pk__in=enrolments.coordinated_by(user).values("pk"))
        | Q(pk__in=enrolments.decided_by(user).values("pk"))
    )


SIGNS_AS: dict[str, Callable[[User], QuerySet[Enrolment]]] = {
    "social_worker": enrolments.undertaken_by,
    "practice_supervisor": enrolments.supervised_by,
    "assessor": enrolments.assessed_by,
    "employer": promised_for_by,
}


def part_to_sign(user: User, version: AgreementVersion) -> str:
    """For which side this person may sign next; nothing where they have signed, or are on none that is left."""
    signatures = version.signatures.all()
    if any(each.person_id == user.pk for each in signatures):
        return ""
    signed, pk = {each.part for each in signatures}, version.agreement.enrolment_id
    for part in version.signed_by:
        if part not in signed and SIGNS_AS[part](user).filter(pk=pk).exists():
            return part
    return ""


def signed_by(user: User, agreement: SupportAgreement) -> bool:
    """Whether somebody signed this agreement, or would not, at any time."""
    versions = agreement.versions.filter(Q(signatures__person=user) | Q(refusal__person=user))
    return versions.exists()
