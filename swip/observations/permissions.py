"""Who may see an observation, write which part of it, ask somebody to observe, and sign."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from swip.accounts.models import Appointment, Role, User
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import EmploymentPeriod, Enrolment
from swip.enrolment.queries import employers_of, in_conflict_with
from swip.identifiers import permissions as identifiers
from swip.observations.models import Observation, ObservationQuerySet, Observer, ObserverQuerySet, PartVersion

MAY_OBSERVE = [Role.PRACTICE_SUPERVISOR, Role.ASSESSOR, Role.PRINCIPAL_SOCIAL_WORKER]


def askable_colleagues(enrolment: Enrolment) -> QuerySet[User]:
    """Who can be asked to observe: colleagues in a fitting role, never oneself, nobody in conflict."""
    held = Appointment.objects.current().filter(
        organisation__in=employers_of(enrolment), role__in=MAY_OBSERVE, person__is_active=True
    )
    left_out = {enrolment.social_worker_id} | in_conflict_with(enrolment.social_worker)
    return User.objects.filter(pk__in=held.values("person")).exclude(pk__in=left_out).order_by("name", "pk")


def observing(user: User) -> ObserverQuerySet:
    """What somebody with an account was asked to observe, for as long as they hold a role that lets them."""
    employers = EmploymentPeriod.objects.not_over().filter(
        enrolment=OuterRef(OuterRef("observation__enrolment"))
    )
    held = Appointment.objects.current().filter(
        person=user, role__in=MAY_OBSERVE, organisation__in=employers.values("organisation")
    )
    asked: ObserverQuerySet = Observer.objects.current().filter(Exists(held), person=user)
    return asked


def observed_by(user: User) -> ObservationQuerySet:
    """The observations in which somebody with an account is the observer."""
    return Observation.objects.filter(pk__in=observing(user).values("observation"))


def declined_by(user: User) -> ObservationQuerySet:
    """What somebody with an account has said that they cannot observe: to tell them that it is done."""
    said_no = Observer.objects.filter(person=user, status=Observer.Status.DECLINED)
    return Observation.objects.filter(pk__in=said_no.values("observation"))


def undertaken_by(user: User) -> ObservationQuerySet:
    """One's own practice, watched by others, in whatever state."""
    return Observation.objects.filter(enrolment__social_worker=user)


def finished_by(user: User) -> ObservationQuerySet:
    """One's own that both have signed: it was looked through, and is whole."""
    return undertaken_by(user).counted()


def shared_with(user: User) -> ObservationQuerySet:
    """What was shared or agreed of the people one looks after, unless it is out of sight.

    What an observer has sent stays readable when it is cancelled: unwelcome feedback does not vanish.
    """
    shared = PartVersion.objects.filter(part__observation=OuterRef("pk"))
    seen: ObservationQuerySet = Observation.objects.in_sight()
    return seen.filter(
        ~Q(status=Observation.Status.CANCELLED) & Exists(shared)
        | Exists(shared.filter(part__observer__isnull=False)),
        enrolment__in=enrolments.looked_after_by(user).values("pk"),
    )


def visible_to(user: User) -> ObservationQuerySet:
    """One's own, those one observes, and what was shared by the people one looks after."""
    return Observation.objects.filter(
        Q(enrolment__social_worker=user)
        | Q(pk__in=observed_by(user).values("pk"))
        | Q(pk__in=shared_with(user).values("pk"))
    )


def listed_for(user: User) -> QuerySet[Enrolment]:
    """Whose observations one may list; what is in the list says `visible_to`."""
    return enrolments.visible_to(user)


# Writing


def _open(observations: ObservationQuerySet) -> ObservationQuerySet:
    return observations.under_way().filter(enrolment__status__in=Enrolment.OPEN)


def planned_by(user: User) -> QuerySet[Enrolment]:
    """Social workers plan their own observations, while they are on the programme."""
    return enrolments.undertaken_by(user).filter(status__in=Enrolment.OPEN)


def begun_by_observer(user: User) -> QuerySet[Enrolment]:
    """A supervisor or assessor who happened to watch can begin with what they saw: the plan may follow."""
    pairs = enrolments.supervised_by(user) | enrolments.assessed_by(user)
    return pairs.filter(status__in=Enrolment.OPEN)


def written_by_worker(user: User) -> ObservationQuerySet:
    """The plan, the reflection, the family's agreement: the social worker's own."""
    return _open(undertaken_by(user))


def written_by_observer(user: User) -> ObservationQuerySet:
    """What was seen and the feedback: the observer's own."""
    return _open(observed_by(user))


def kept_by(user: User) -> ObservationQuerySet:
    """A coordinator of the employer that answers for the programme sees that somebody observes."""
    return _open(Observation.objects.filter(enrolment__in=enrolments.answered_for_by(user).values("pk")))


def asked_for_by(user: User) -> ObservationQuerySet:
    """Social workers ask somebody to observe them, and the coordinator passes it on where that does not work."""
    return _open(
        Observation.objects.filter(
            Q(enrolment__social_worker=user) | Q(enrolment__in=enrolments.answered_for_by(user).values("pk"))
        )
    )


def typed_up_by(user: User) -> ObservationQuerySet:
    """Whoever has the paper before them types in what the observer wrote, until it is handed over to them."""
    typing = Observer.objects.unanswered().filter(typed_by=user, handed_over_at=None)
    return asked_for_by(user).filter(pk__in=typing.values("observation"))


def reopened_by(user: User) -> ObservationQuerySet:
    """Agreed, and out of sight because of what could identify somebody: then it is mended and signed again."""
    return (
        undertaken_by(user)
        .filter(status=Observation.Status.AGREED, enrolment__status__in=Enrolment.OPEN)
        .exclude(quarantined_at=None)
    )


def family_heard_by(user: User) -> ObservationQuerySet:
    """Agreed, and until the final decision: a family may take its agreement back, and tell any of these."""
    agreed: ObservationQuerySet = Observation.objects.filter(
        Q(enrolment__social_worker=user)
        | Q(pk__in=observed_by(user).values("pk"))
        | Q(enrolment__in=enrolments.supervised_by(user).values("pk"))
    )
    return agreed.filter(status=Observation.Status.AGREED, enrolment__status__in=Enrolment.OPEN)


# Out of sight


def quarantinable_by(user: User) -> ObservationQuerySet:
    """Any reader takes out of sight what somebody could be recognised by."""
    return visible_to(user).exclude(enrolment__social_worker=user)


def taken_out_of_sight_by(user: User) -> ObservationQuerySet:
    """What somebody took out of sight, and is so still: to tell them that it is done."""
    return identifiers.taken_out_of_sight_by(user, Observation.objects.all())


def seen_to_by(user: User) -> ObservationQuerySet:
    """What was taken out of sight, for whoever sees to it at the employer that answers for it."""
    return identifiers.seen_to_by(user, Observation.objects.all())


def by_link(token: str) -> QuerySet[Observer]:
    """Whom a link was sent to, be it still open or not. Without the secret, nobody."""
    if not 30 <= len(token) <= 100:
        return Observer.objects.none()
    return Observer.objects.with_token(token).filter(person=None)
