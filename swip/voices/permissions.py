"""Who hands out codes, who reads what was said, and what the social worker is shown of it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from swip.accounts.models import Organisation, Role, User
from swip.accounts.permissions import organisations_where
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment
from swip.identifiers import permissions as identifiers
from swip.identifiers.models import Quarantine
from swip.voices.models import Batch, Handout, Voice, VoiceQuerySet


def collected_for_by(user: User) -> QuerySet[Enrolment]:
    """The people for whom somebody hands out codes and reads the answers: never for oneself."""
    return Enrolment.objects.filter(
        Q(pk__in=enrolments.supervised_by(user).values("pk"))
        | Q(pk__in=enrolments.answered_for_by(user).values("pk"))
    ).exclude(social_worker=user)


def handed_out_by(user: User) -> QuerySet[Enrolment]:
    """Codes are made while the programme lasts."""
    return collected_for_by(user).filter(status__in=Enrolment.OPEN)


def followed_by(user: User) -> QuerySet[Enrolment]:
    """Whose released answers somebody reads: their own, and those of the people they look after."""
    return Enrolment.objects.filter(
        Q(pk__in=enrolments.visible_to(user).values("pk")) | Q(pk__in=collected_for_by(user).values("pk"))
    )


def handouts_kept_by(user: User) -> QuerySet[Handout]:
    return Handout.objects.filter(enrolment__in=collected_for_by(user).values("pk"))


def codes_cancelled_by(user: User) -> VoiceQuerySet:
    return Voice.objects.unanswered().filter(handout__in=handouts_kept_by(user))


def voices_read_by(user: User) -> VoiceQuerySet:
    """Single answers: for whoever hands out the codes, so that somebody sees to it that children are safe."""
    return Voice.objects.given().filter(handout__in=handouts_kept_by(user))


def batches_visible_to(user: User) -> QuerySet[Batch]:
    """To the social worker and whoever looks after them, while enough people are in it."""
    shown = Batch.objects.in_sight().filter(status=Batch.Status.SHOWN)
    return shown.filter(enrolment__in=followed_by(user).values("pk"))


def batches_kept_by(user: User) -> QuerySet[Batch]:
    """Those that are not shown at the moment, too."""
    return Batch.objects.filter(enrolment__in=collected_for_by(user).values("pk"))


def batches_answered_by(user: User) -> QuerySet[Batch]:
    """What changed is said by the social worker, or by whoever supervises or coordinates."""
    own = Q(enrolment__in=enrolments.undertaken_by(user).values("pk"))
    theirs = Q(enrolment__in=collected_for_by(user).values("pk"))
    return Batch.objects.in_sight().filter(own | theirs, status=Batch.Status.SHOWN)


def batches_mended_by(user: User) -> QuerySet[Batch]:
    """Out of sight, because a reader saw that somebody could be recognised: whoever collects changes them."""
    return to_be_mended(batches_kept_by(user))


def to_be_mended(batches: QuerySet[Batch]) -> QuerySet[Batch]:
    """Those out of sight that nobody has taken apart yet, whether or not they have become too small meanwhile."""
    waiting = Quarantine.objects.open().of(Batch).filter(mended_at=None)
    return batches.filter(quarantined_at__isnull=False, pk__in=waiting.values("subject_id"))


def batches_taken_out_of_sight_by(user: User) -> QuerySet[Batch]:
    """What somebody took out of sight, and is so still: to tell them that it is done."""
    return identifiers.taken_out_of_sight_by(user, Batch.objects.all())


def batches_seen_to_by(user: User) -> QuerySet[Batch]:
    """That one was taken out of sight, for the data protection lead; what families said they are not shown."""
    return identifiers.seen_to_by(user, Batch.objects.all())


def procedures_kept_by(user: User) -> QuerySet[Organisation]:
    """A coordinator or an administrator writes down what the organisation wants done."""
    return organisations_where(user, Role.COORDINATOR, Role.ADMINISTRATOR)
