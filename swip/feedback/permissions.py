"""Who takes part in a round of feedback, and who reads what came of it. Answers themselves nobody reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from swip.accounts.models import User
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment
from swip.feedback.models import Comment, Invitation, Reflection, Round
from swip.identifiers import permissions as identifiers

SHOWN = [Comment.Decision.AS_WRITTEN, Comment.Decision.PARAPHRASED]


def own(user: User) -> QuerySet[Round]:
    """The rounds about oneself."""
    return Round.objects.filter(enrolment__social_worker=user)


def supervised(user: User) -> QuerySet[Round]:
    """The rounds about the people whom somebody supervises today."""
    return Round.objects.filter(enrolment__in=enrolments.supervised_by(user).values("pk")).exclude(
        enrolment__social_worker=user
    )


def coordinated(user: User) -> QuerySet[Round]:
    return Round.objects.filter(enrolment__in=enrolments.coordinated_by(user).values("pk"))


def judged_by(user: User) -> QuerySet[Enrolment]:
    """Whom somebody assesses or decides upon: they read what was released, and nothing before."""
    return enrolments.assessed_by(user) | enrolments.decided_by(user)


def startable_by(user: User) -> QuerySet[Enrolment]:
    """A social worker begins a round while the programme lasts."""
    return enrolments.undertaken_by(user).filter(status__in=Enrolment.OPEN)


def followed_by(user: User) -> QuerySet[Enrolment]:
    """Whose rounds somebody can ask about: one's own, and those one looks after."""
    return Enrolment.objects.filter(
        Q(social_worker=user)
        | Q(pk__in=enrolments.supervised_by(user).values("pk"))
        | Q(pk__in=judged_by(user).values("pk"))
        | Q(pk__in=enrolments.coordinated_by(user).values("pk"))
    )


def visible_to(user: User) -> QuerySet[Round]:
    """One's own; a supervisor's from the list on, a coordinator's once letters leave, all others' once released."""
    is_own, supervises, judges, coordinates = _parts(user)
    released = Q(status=Round.Status.RELEASED, quarantined_at=None)
    return Round.objects.filter(
        is_own
        | supervises & Q(proposed_at__isnull=False)
        | coordinates & Q(opened_at__isnull=False)
        | judges & released
    )


def results_readable_by(user: User) -> QuerySet[Round]:
    """What was released; while it is out of sight, only the supervisor, who mends it."""
    is_own, supervises, judges, coordinates = _parts(user)
    in_sight = Q(quarantined_at=None)
    return Round.objects.released().filter((is_own | judges | coordinates) & in_sight | supervises)


def _parts(user: User) -> tuple[Q, Q, Q, Q]:
    """Whose round it is, who supervises them, who judges them, who coordinates."""
    is_own = Q(enrolment__social_worker=user)
    return (
        is_own,
        Q(enrolment__in=enrolments.supervised_by(user).values("pk")) & ~is_own,
        Q(enrolment__in=judged_by(user).values("pk")) & ~is_own,
        Q(enrolment__in=enrolments.coordinated_by(user).values("pk")),
    )


@dataclass(frozen=True)
class Parts:
    """What one person is in one round: asked once for a page, not for each thing on it."""

    is_own: bool = False
    supervises: bool = False
    judges: bool = False
    coordinates: bool = False

    def read_the_result(self, found: Round) -> bool:
        reads = self.supervises or (
            not found.is_quarantined and (self.is_own or self.judges or self.coordinates)
        )
        return found.is_released and reads


def parts_in(found: Round, user: User) -> Parts:
    if found.enrolment.social_worker_id == user.pk:
        return Parts(is_own=True)
    holds = enrolments.allowed_upon(
        found.enrolment,
        supervises=enrolments.supervised_by(user),
        judges=judged_by(user),
        coordinates=enrolments.coordinated_by(user),
    )
    return Parts(**dict.fromkeys(holds, True))


def comments_read_in(found: Round, parts: Parts) -> QuerySet[Comment]:
    """`comments_readable_by` for one round, to somebody whose part in it is known."""
    if not parts.read_the_result(found):
        return Comment.objects.none()
    shown = Comment.objects.filter(round=found, decision__in=SHOWN)
    return shown if parts.supervises else shown.filter(quarantined_at=None)


def reflection_read_in(found: Round, parts: Parts) -> Reflection | None:
    """`reflections_readable_by` for one round, to somebody whose part in it is known."""
    reflection = Reflection.objects.filter(round=found).first()
    if reflection is None or parts.is_own:
        return reflection
    is_shared = bool(reflection.shared_at) and not reflection.is_quarantined
    return reflection if is_shared and parts.read_the_result(found) else None


def comments_readable_by(user: User) -> QuerySet[Comment]:
    """What was released of them; one out of sight only for the supervisor, who mends it."""
    return Comment.objects.filter(
        Q(quarantined_at=None) | Q(round__in=supervised(user).values("pk")),
        round__in=results_readable_by(user).values("pk"),
        decision__in=SHOWN,
    )


def reflections_readable_by(user: User) -> QuerySet[Reflection]:
    """One's own from the first word; others' once they are shared."""
    return Reflection.objects.filter(
        Q(round__in=own(user).values("pk"))
        | Q(round__in=results_readable_by(user).values("pk"), shared_at__isnull=False, quarantined_at=None)
    )


def reflections_finished_by(user: User) -> QuerySet[Reflection]:
    """One's own, once it was shared: it was looked through, and is whole."""
    finished = Reflection.objects.in_sight().filter(round__in=own(user).values("pk"))
    return finished.filter(shared_at__isnull=False).select_related("round__enrolment")


# ---- Who takes which step


def written_by(user: User) -> QuerySet[Round]:
    """The social worker writes, names people and gives a round up, while the programme lasts."""
    return own(user).filter(enrolment__status__in=Enrolment.OPEN)


def lists_agreed_by(user: User) -> QuerySet[Round]:
    """The supervisor sees that the list is fair before anybody is asked."""
    return supervised(user).filter(proposed_at__isnull=False)


def people_named_by(user: User) -> QuerySet[Round]:
    """Who can put somebody on a list: the social worker, and the supervisor who agrees it."""
    return Round.objects.filter(
        Q(pk__in=written_by(user).values("pk")) | Q(pk__in=lists_agreed_by(user).values("pk"))
    )


def mended_by(user: User) -> QuerySet[Round]:
    """Either of the two has people reminded, or keeps a round open longer."""
    return Round.objects.filter(
        Q(pk__in=own(user).values("pk")) | Q(pk__in=supervised(user).values("pk")), opened_at__isnull=False
    )


def released_by(user: User) -> QuerySet[Round]:
    """The supervisor goes through the comments, once the round has closed with enough answers."""
    return supervised(user).filter(status__in=[Round.Status.VALID, Round.Status.RELEASED])


def delivered_by(user: User) -> QuerySet[Round]:
    """A coordinator sees who was invited and whether the letter came, not what anybody answered."""
    return coordinated(user).filter(opened_at__isnull=False)


def invitations_kept_by(user: User) -> QuerySet[Invitation]:
    """Sent again or passed on by a coordinator."""
    return Invitation.objects.sent_out().filter(round__in=delivered_by(user).values("pk"))


def reflected_by(user: User) -> QuerySet[Round]:
    return own(user).filter(status=Round.Status.RELEASED)


def own_views_mended_by(user: User) -> QuerySet[Round]:
    """While a round is out of sight, the social worker can put the words of their own view otherwise."""
    return reflected_by(user).filter(quarantined_at__isnull=False)


def named_changed_by(user: User) -> QuerySet[Invitation]:
    """Somebody on a list, for whoever can name people on it; not yet asked."""
    return Invitation.objects.named().filter(round__in=people_named_by(user).values("pk"))


def comments_released_by(user: User) -> QuerySet[Comment]:
    """What the supervisor may put otherwise once it is out."""
    return Comment.objects.filter(
        round__in=supervised(user).filter(status=Round.Status.RELEASED).values("pk")
    )


def reads_instead_of_answering(user: User) -> QuerySet[Round]:
    """Of whose rounds somebody reads the answers, and so gives none."""
    return Round.objects.filter(Q(pk__in=own(user).values("pk")) | Q(pk__in=supervised(user).values("pk")))


# ---- Out of sight: a round, one comment, or what the social worker takes from it

QUARANTINABLE: dict[str, type[Round] | type[Comment] | type[Reflection]] = {
    "round": Round,
    "comment": Comment,
    "reflection": Reflection,
}


def quarantinable_by(user: User, what: str) -> QuerySet[Any]:
    """Any reader takes out of sight what somebody could be recognised by; who can mend it mends it instead."""
    if what == "reflection":
        shared = reflections_readable_by(user).filter(quarantined_at=None)
        return shared.exclude(round__enrolment__social_worker=user)
    if what == "comment":
        released = comments_readable_by(user).filter(quarantined_at=None)
        return released.exclude(round__in=supervised(user).values("pk"))
    return results_readable_by(user).filter(quarantined_at=None).exclude(pk__in=supervised(user).values("pk"))


def taken_out_of_sight_by(user: User, what: str) -> QuerySet[Any]:
    """What somebody took out of sight, and is so still: to tell them that it is done."""
    return identifiers.taken_out_of_sight_by(user, QUARANTINABLE[what].objects.all())


def seen_to_by(user: User, what: str) -> QuerySet[Any]:
    """What was taken out of sight, for whoever sees to it at the employer that answers for it."""
    return identifiers.seen_to_by(user, QUARANTINABLE[what].objects.all())
