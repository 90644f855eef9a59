"""Who may see a social worker's enrolment, and who may act on it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

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


def led_where(user: User, *roles: str) -> QuerySet[Enrolment]:
    """The people for whose programme an organisation answers in which this person holds one of these roles.

    Of two employers at once the lead answers; of one that somebody leaves and the next, the one of today.
    """
    leads = EmploymentPeriod.objects.not_over().filter(is_lead=True)
    before_it = leads.filter(enrolment=OuterRef("enrolment"), starts_on__lt=OuterRef("starts_on"))
    led = leads.filter(~Exists(before_it), organisation__in=organisations_where(user, *roles))
    return Enrolment.objects.filter(pk__in=led.values("enrolment"))


def answered_for_by(user: User) -> QuerySet[Enrolment]:
    """A coordinator of the employer that answers for the programme; never for themselves."""
    return led_where(user, Role.COORDINATOR).exclude(social_worker=user)


def decided_by(user: User) -> QuerySet[Enrolment]:
    """Whoever decides for the employer that answers for the programme; never for themselves."""
    return led_where(user, Role.DECISION_MAKER).exclude(social_worker=user)


def pairable_by(user: User) -> QuerySet[Enrolment]:
    """Who supervises and who assesses can be changed while somebody is on the programme.

    An employer that somebody is about to move to names its own people for the time from their first day there.
    """
    leads = EmploymentPeriod.objects.not_over().filter(
        is_lead=True, organisation__in=organisations_where(user, Role.COORDINATOR)
    )
    return Enrolment.objects.filter(pk__in=leads.values("enrolment"), status__in=Enrolment.OPEN).exclude(
        social_worker=user
    )


def withdrawable_by(user: User) -> QuerySet[Enrolment]:
    return answered_for_by(user).filter(status__in=Enrolment.OPEN)


def reinstated_by(user: User) -> QuerySet[Enrolment]:
    """Who was withdrawn can be taken up again by the employer that they still have."""
    return answered_for_by(user).filter(status=Enrolment.Status.WITHDRAWN)


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


def social_workers_coordinated_by(user: User) -> QuerySet[User]:
    """Whose registration a coordinator looks after: `accounts` asks for it through a setting."""
    return User.objects.filter(pk__in=coordinated_by(user).values("social_worker"))
