"""Who may look after an employer's colleagues: their limits, their leave, their conflicts, and handing over."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from swip.accounts import permissions as accounts
from swip.accounts.models import Appointment, Organisation, Role, User
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import ConflictOfInterest, EmploymentPeriod, Enrolment, Pairing, PairingQuerySet
from swip.staffing.models import Away, HandingOver

MAY_TAKE_ON = [Role.PRACTICE_SUPERVISOR, Role.ASSESSOR]


def staffed_by(user: User) -> QuerySet[Organisation]:
    """A coordinator sees who can take on how many, where they coordinate."""
    return accounts.organisations_where(user, Role.COORDINATOR)


def employed_by(organisation: Organisation) -> QuerySet[Enrolment]:
    """Everybody for whose programme it answers today, or is about to."""
    return Enrolment.objects.filter(
        pk__in=_led_by(organisation).values("enrolment"), status__in=Enrolment.OPEN
    )


def _led_by(organisation: Organisation) -> QuerySet[EmploymentPeriod]:
    return EmploymentPeriod.objects.not_over().filter(organisation=organisation, is_lead=True)


def pairings_at(organisation: Organisation) -> PairingQuerySet:
    """Who looks after whom there today, or will: not the people of the employer before or after it."""
    in_its_time = _led_by(organisation).filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("starts_on")), enrolment=OuterRef("enrolment")
    )
    until_then = in_its_time.filter(starts_on__lte=OuterRef("ends_on"))
    # First by the employer, which the database finds at once; then by the days.
    theirs = Pairing.objects.not_over().filter(enrolment__in=employed_by(organisation).values("pk"))
    return theirs.filter(Q(Exists(in_its_time), ends_on=None) | Exists(until_then))


def colleagues_at(organisation: Organisation) -> QuerySet[User]:
    """Whoever may take social workers on there, and whoever still has some though the appointment is over."""
    held = Appointment.objects.not_over().filter(organisation=organisation, role__in=MAY_TAKE_ON)
    return User.objects.filter(
        Q(pk__in=held.values("person")) | Q(pk__in=pairings_at(organisation).values("person"))
    ).order_by("name", "pk")


def handed_over_by(user: User, organisation: Organisation) -> QuerySet[Enrolment]:
    """The people whose supervisor or assessor a coordinator may change there; never their own."""
    return employed_by(organisation) & enrolments.pairable_by(user)


def aways_kept_by(user: User) -> QuerySet[Away]:
    return Away.objects.filter(organisation__in=staffed_by(user))


def handings_over_prepared_by(user: User) -> QuerySet[HandingOver]:
    """Any coordinator of the organisation carries on where another had to stop."""
    return HandingOver.objects.filter(organisation__in=staffed_by(user)).exclude(
        status=HandingOver.Status.DROPPED
    )


def own_conflicts(user: User) -> QuerySet[ConflictOfInterest]:
    """What somebody declared about themselves. Whoever it is with does not learn of it here: it may be why."""
    about_themselves = Q(person=user) | Q(other=user)
    return ConflictOfInterest.objects.open().filter(about_themselves, declared_by=user)


def conflicts_kept_by(user: User) -> QuerySet[ConflictOfInterest]:
    """A coordinator sees the conflicts within their organisation, and ends them.

    Not what somebody else declared about the coordinator: the page promises that the other person is not told.
    """
    kept = ConflictOfInterest.objects.open().filter(organisation__in=staffed_by(user))
    return kept.seen_from_outside_by(user)


def told_of(conflict: ConflictOfInterest) -> tuple[str, QuerySet[User]]:
    """Who is to find somebody else for the two: the other coordinators, or an administrator where there is none.

    Neither of the two is told. The role is empty where nobody else is there.
    """
    the_two = [conflict.person_id, conflict.other_id]
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        people = accounts.appointed_to(conflict.organisation, role).exclude(pk__in=the_two)
        if people.exists():
            return role, people
    return "", User.objects.none()


def conflicts_ended_by(user: User) -> QuerySet[ConflictOfInterest]:
    """The coordinator, and whoever declared it themselves about themselves."""
    return own_conflicts(user) | conflicts_kept_by(user)


def belongs_to(user: User) -> QuerySet[Organisation]:
    """Where somebody holds an appointment, or is employed on a programme: where their conflicts matter."""
    employed = EmploymentPeriod.objects.not_over().filter(
        enrolment__social_worker=user, enrolment__status__in=Enrolment.OPEN
    )
    return Organisation.objects.filter(
        Q(pk__in=accounts.held_by(user).values("organisation")) | Q(pk__in=employed.values("organisation"))
    )


def people_at(organisation: Organisation) -> QuerySet[User]:
    """Everybody who works there, as a colleague or on a programme."""
    held = Appointment.objects.not_over().filter(organisation=organisation, person=OuterRef("pk"))
    employed = employed_by(organisation).filter(social_worker=OuterRef("pk"))
    return User.objects.filter(Exists(held) | Exists(employed), is_active=True)
