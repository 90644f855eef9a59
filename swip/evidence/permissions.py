"""Who may read a piece of evidence, write it, and review it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from swip.accounts.models import Organisation, Role, User
from swip.accounts.permissions import organisations_where
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment
from swip.evidence.models import (
    Attachment,
    Evidence,
    EvidenceKind,
    EvidenceQuerySet,
    EvidenceReview,
    Note,
    SharedNote,
    SharedNoteQuerySet,
    Showcase,
)
from swip.identifiers import permissions as identifiers


def written_by(user: User) -> EvidenceQuerySet:
    """One's own, in whatever state: a draft belongs to its writer alone."""
    return Evidence.objects.filter(enrolment__social_worker=user)


def writable_by(user: User) -> EvidenceQuerySet:
    """One's own, for as long as the programme lasts. Whether a step is open says the table of steps."""
    return written_by(user).filter(enrolment__status__in=Enrolment.OPEN)


def finished_by(user: User) -> EvidenceQuerySet:
    """One's own that was accepted: it was looked through, and is whole."""
    return written_by(user).counted()


def visible_to(user: User) -> EvidenceQuerySet:
    """One's own, and what the people one looks after have handed in, unless it was taken out of sight."""
    handed_in = Q(status__in=Evidence.HANDED_IN, quarantined_at=None)
    return Evidence.objects.filter(
        Q(enrolment__social_worker=user) | handed_in & Q(enrolment__in=enrolments.looked_after_by(user))
    )


def once_handed_in_to(user: User) -> EvidenceQuerySet:
    """What a practice supervisor was asked to review at some time, whatever became of it since."""
    supervised = Evidence.objects.in_sight().filter(
        enrolment__in=enrolments.supervised_by(user), enrolment__status__in=Enrolment.OPEN
    )
    return supervised.exclude(submitted_at=None)


def reviewable_by(user: User) -> EvidenceQuerySet:
    """A practice supervisor reviews what their own social workers hand in."""
    return once_handed_in_to(user).waiting()


def showcases_chosen_by(user: User) -> QuerySet[Enrolment]:
    """The social worker alone chooses what stands for an outcome, while the programme lasts."""
    return enrolments.undertaken_by(user).filter(status__in=Enrolment.OPEN)


def showcases_answered_by(user: User) -> QuerySet[Enrolment]:
    """Their practice supervisor agrees with the choice, or suggests others."""
    return enrolments.supervised_by(user).filter(status__in=Enrolment.OPEN)


def kinds_kept_in(user: User) -> QuerySet[Organisation]:
    """Where somebody adds kinds of evidence for the people of their organisation."""
    return organisations_where(user, Role.COORDINATOR)


def kinds_kept_by(user: User) -> QuerySet[EvidenceKind]:
    """Those their own organisation has added. The ones for everybody nobody changes here."""
    return EvidenceKind.objects.filter(organisation__in=kinds_kept_in(user))


def files_visible_to(user: User) -> QuerySet[Attachment]:
    """The files of one's own evidence; of other people's, those that were handed in with it."""
    visible = Attachment.objects.filter(evidence__in=visible_to(user))
    handed_in = Q(was_handed_in=True, quarantined_at=None)
    return visible.filter(Q(evidence__enrolment__social_worker=user) | handed_in)


# ---- Out of sight


def quarantinable_by(user: User) -> EvidenceQuerySet:
    """Any reader takes out of sight what somebody could be recognised by; a writer changes it instead."""
    return visible_to(user).exclude(enrolment__social_worker=user)


def taken_out_of_sight_by(user: User) -> EvidenceQuerySet:
    """What somebody took out of sight, and is so still: to tell them that it is done."""
    return identifiers.taken_out_of_sight_by(user, Evidence.objects.all())


def seen_to_by(user: User) -> EvidenceQuerySet:
    """What was taken out of sight, for the data protection lead of the employer that answers for it."""
    return identifiers.seen_to_by(user, Evidence.objects.all())


def files_seen_to_by(user: User) -> QuerySet[Attachment]:
    """What goes with it, for as long as it is out of sight."""
    return Attachment.objects.filter(
        evidence__in=seen_to_by(user), evidence__quarantined_at__isnull=False, was_handed_in=True
    )


# ---- What a supervisor said, out of sight by itself


def reviews_read_by(user: User) -> QuerySet[EvidenceReview]:
    """What was said of a version, for whoever reads that version."""
    handed_in = Q(version__quarantined_at=None, version__evidence__in=visible_to(user))
    return EvidenceReview.objects.filter(Q(version__evidence__enrolment__social_worker=user) | handed_in)


def reviews_quarantinable_by(user: User) -> QuerySet[EvidenceReview]:
    """Any reader takes the comment alone out of sight, the social worker too; who wrote it changes it instead."""
    said = reviews_read_by(user).filter(quarantined_at=None).exclude(comment="")
    return said.exclude(reviewed_by=user)


def reviews_mended_by(user: User) -> QuerySet[EvidenceReview]:
    """Their own words, also once somebody else supervises: nobody else can say what they meant."""
    return EvidenceReview.objects.filter(reviewed_by=user).exclude(quarantined_at=None)


def reviews_taken_out_of_sight_by(user: User) -> QuerySet[EvidenceReview]:
    return identifiers.taken_out_of_sight_by(user, EvidenceReview.objects.select_related("version"))


def reviews_seen_to_by(user: User) -> QuerySet[EvidenceReview]:
    return identifiers.seen_to_by(user, EvidenceReview.objects.all())


def showcases_read_by(user: User) -> QuerySet[Showcase]:
    """What stands for an outcome, for whoever reads the record."""
    looked_after = Q(enrolment__in=enrolments.looked_after_by(user))
    return Showcase.objects.filter(Q(enrolment__social_worker=user) | looked_after)


def showcases_quarantinable_by(user: User) -> QuerySet[Showcase]:
    """Of which a supervisor has said why they suggest others."""
    said = showcases_read_by(user).filter(quarantined_at=None).exclude(comment="")
    return said.exclude(answered_by=user)


def showcases_mended_by(user: User) -> QuerySet[Showcase]:
    return Showcase.objects.filter(answered_by=user).exclude(quarantined_at=None)


def showcases_taken_out_of_sight_by(user: User) -> QuerySet[Showcase]:
    return identifiers.taken_out_of_sight_by(user, Showcase.objects.select_related("outcome"))


def showcases_seen_to_by(user: User) -> QuerySet[Showcase]:
    return identifiers.seen_to_by(user, Showcase.objects.all())


# ---- Notes


def notes_written_by(user: User) -> QuerySet[Note]:
    """One's own notes. There is nobody else to whom any page or list shows one."""
    return Note.objects.filter(enrolment__social_worker=user)


def notes_changed_by(user: User) -> QuerySet[Note]:
    """One's own, for as long as the programme lasts; to read and remove them there is no end."""
    return notes_written_by(user).filter(enrolment__status__in=Enrolment.OPEN)


def noted_by(user: User) -> QuerySet[Enrolment]:
    """The places to which somebody can add a note."""
    return enrolments.undertaken_by(user).filter(status__in=Enrolment.OPEN)


def shared_notes_written_by(user: User) -> SharedNoteQuerySet:
    """What one has lifted out of one's notes for supervision, whether or not it is shared yet."""
    return SharedNote.objects.filter(enrolment__social_worker=user)


def shared_notes_changed_by(user: User) -> SharedNoteQuerySet:
    """One's own, for as long as the programme lasts; to take back and remove them there is no end."""
    return shared_notes_written_by(user).filter(enrolment__status__in=Enrolment.OPEN)


def shared_notes_supervised_by(user: User) -> SharedNoteQuerySet:
    """What social workers share with whoever supervises them now, while they are on the programme."""
    supervised = enrolments.supervised_by(user).filter(status__in=Enrolment.OPEN)
    return SharedNote.objects.in_sight().shared().filter(enrolment__in=supervised.values("pk"))


def shared_notes_visible_to(user: User) -> SharedNoteQuerySet:
    """One's own, and what is shared with one as a supervisor. Nobody else reads a shared note."""
    supervised = shared_notes_supervised_by(user).values("pk")
    return SharedNote.objects.filter(Q(enrolment__social_worker=user) | Q(pk__in=supervised))


def talked_about_by(user: User) -> SharedNoteQuerySet:
    """Either of the two says that they have talked about it."""
    return shared_notes_visible_to(user).shared().filter(enrolment__status__in=Enrolment.OPEN)


def shared_notes_taken_out_of_sight_by(user: User) -> SharedNoteQuerySet:
    """What somebody took out of sight, and is so still: to tell them that it is done."""
    return identifiers.taken_out_of_sight_by(user, SharedNote.objects.all())


def shared_notes_seen_to_by(user: User) -> SharedNoteQuerySet:
    """That one was taken out of sight, for the data protection lead; its words they are not shown."""
    return identifiers.seen_to_by(user, SharedNote.objects.all())
