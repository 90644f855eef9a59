"""Who may see a social worker's enrolment, and who may act on it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from swip.accounts.models import Organisation, Role, User
from swip.accounts.permissions import organisations_where
from swip.enrolment.models import EmploymentPeriod, Enrolment, Pairing


def undertaken_by(user: User) -> QuerySet[Enrolment]:
    """The places that a social worker has on programmes, past ones too."""
    return user.enrolments.all()  # each knows whose it is without asking


def paired_with(user: User, kind: str) -> QuerySet[Enrolment]:
    """The people somebody is paired with, for as long as they also hold the appointment that it takes."""
    pairings = Pairing.objects.not_over().acting().filter(person=user, kind=kind)
    return Enrolment.objects.filter(pk__in=pairings.values("enrolment"))


def supervised_by(user: User) -> QuerySet[Enrolment]:
    """The people a practice supervisor looks after now, or is about to."""
    return paired_with(user, Pairing.Kind.SUPERVISOR)


def assessed_by(user: User) -> QuerySet[Enrolment]:
    """The people an assessor assesses now, or is about to."""
    return paired_with(user, Pairing.Kind.ASSESSOR)


def employed_where(user: User, *roles: str) -> QuerySet[Enrolment]:
    """The people employed now by an organisation in which this person holds one of these roles."""
    employed = EmploymentPeriod.objects.not_over().filter(organisation__in=organisations_where(user, *roles))
    return Enrolment.objects.filter(pk__in=employed.values("enrolment"))


def coordinated_by(user: User) -> QuerySet[Enrolment]:
    """A coordinator pairs and follows everybody on a programme in their organisation; never themselves."""
    return employed_where(user, Role.COORDINATOR).exclude(social_worker=user)


def decided_by(user: User) -> QuerySet[Enrolment]:
    """Whoever decides for the employer, for the people it employs; never for themselves."""
    return employed_where(user, Role.DECISION_MAKER).exclude(social_worker=user)


def pairable_by(user: User) -> QuerySet[Enrolment]:
    """Who supervises and who assesses can be changed while somebody is on the programme."""
    return coordinated_by(user).filter(status__in=Enrolment.OPEN)


def withdrawable_by(user: User) -> QuerySet[Enrolment]:
    return coordinated_by(user).filter(status__in=Enrolment.OPEN)


def answers_readable_by(user: User) -> QuerySet[Enrolment]:
    """What was answered before somebody joined is for themselves and their coordinator."""
    return undertaken_by(user) | coordinated_by(user)


def registers_for(user: User) -> QuerySet[Organisation]:
    """The organisations in which this person registers people."""
    return organisations_where(user, Role.COORDINATOR)


def looked_after_by(user: User) -> QuerySet[Enrolment]:
    """Everybody whose record this person works with: supervises, assesses, coordinates or decides upon."""
    pairings = Pairing.objects.not_over().acting().filter(person=user)
    employed = EmploymentPeriod.objects.not_over().filter(
        organisation__in=organisations_where(user, Role.COORDINATOR, Role.DECISION_MAKER)
    )
    return Enrolment.objects.filter(
        Q(pk__in=pairings.values("enrolment")) | Q(pk__in=employed.values("enrolment"))
    ).exclude(social_worker=user)


def visible_to(user: User) -> QuerySet[Enrolment]:
    """One's own, and those of the people one looks after."""
    return undertaken_by(user) | looked_after_by(user)
