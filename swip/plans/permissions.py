"""Who may read a development plan, who works on it, and who sees what of it was taken out of sight."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from swip.accounts.models import User
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment
from swip.identifiers import permissions as identifiers
from swip.identifiers.models import Quarantine
from swip.plans.models import Action, Goal, PlanVersion


def planned_for(user: User) -> QuerySet[Enrolment]:
    """Whose plan somebody reads: their own, and those of the people they look after."""
    return enrolments.visible_to(user)


def planned_by(user: User) -> QuerySet[Enrolment]:
    """A plan is made by two: the social worker and their supervisor, while the programme lasts."""
    both = Q(social_worker=user) | Q(pk__in=enrolments.supervised_by(user).values("pk"))
    return Enrolment.objects.filter(both, status__in=Enrolment.OPEN)


def goals_shown_to(user: User) -> QuerySet[Goal]:
    """What is out of sight is shown to nobody but who is asked to mend it."""
    mends = Q(pk__in=_mended_by(user, Goal).values("subject_id"))
    in_sight = Q(quarantined_at=None) | mends
    return Goal.objects.filter(in_sight, enrolment__in=planned_for(user).values("pk"))


def goals_kept_by(user: User) -> QuerySet[Goal]:
    """Whether a step is open says the table of steps. What is out of sight is mended before anything else."""
    return Goal.objects.in_sight().filter(enrolment__in=planned_by(user).values("pk"))


def actions_kept_by(user: User) -> QuerySet[Action]:
    """Those of a goal one keeps; and what the employer promised, by whoever coordinates for that employer."""
    promised = Q(
        owner=Action.Owner.EMPLOYER,
        goal__quarantined_at=None,
        goal__enrolment__in=enrolments.answered_for_by(user).filter(status__in=Enrolment.OPEN).values("pk"),
    )
    return Action.objects.filter(Q(goal__in=goals_kept_by(user).values("pk")) | promised)


def versions_shown_to(user: User) -> QuerySet[PlanVersion]:
    mends = Q(pk__in=_mended_by(user, PlanVersion).values("subject_id"))
    in_sight = Q(quarantined_at=None) | mends
    return PlanVersion.objects.filter(in_sight, enrolment__in=planned_for(user).values("pk"))


# ---- Out of sight


def goals_quarantinable_by(user: User) -> QuerySet[Goal]:
    """Whoever reads a goal takes it out of sight, who set it as well: the other side writes in it too."""
    return goals_shown_to(user).filter(quarantined_at=None)


def versions_quarantinable_by(user: User) -> QuerySet[PlanVersion]:
    """What was said of the plan as a whole, by any reader but who said it."""
    said = versions_shown_to(user).filter(quarantined_at=None)
    return said.exclude(words="").exclude(renewed_by=user)


def goals_mended_by(user: User) -> QuerySet[Goal]:
    return Goal.objects.filter(pk__in=_mended_by(user, Goal).values("subject_id"))


def versions_mended_by(user: User) -> QuerySet[PlanVersion]:
    return PlanVersion.objects.filter(pk__in=_mended_by(user, PlanVersion).values("subject_id"))


def goals_taken_out_of_sight_by(user: User) -> QuerySet[Goal]:
    """What somebody took out of sight, and is so still: to tell them that it is done."""
    return identifiers.taken_out_of_sight_by(user, Goal.objects.all())


def versions_taken_out_of_sight_by(user: User) -> QuerySet[PlanVersion]:
    return identifiers.taken_out_of_sight_by(user, PlanVersion.objects.all())


def goals_seen_to_by(user: User) -> QuerySet[Goal]:
    """For the data protection lead of the employer that answers for it."""
    return identifiers.seen_to_by(user, Goal.objects.all())


def versions_seen_to_by(user: User) -> QuerySet[PlanVersion]:
    return identifiers.seen_to_by(user, PlanVersion.objects.all())


def _mended_by(user: User, kind: type[Goal] | type[PlanVersion]) -> QuerySet[Quarantine]:
    return Quarantine.objects.open().of(kind).filter(writer=user)
