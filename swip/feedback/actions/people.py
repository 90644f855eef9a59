"""The list of people: named by the social worker, agreed by the supervisor, looked after by a coordinator."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import StaleStep
from swip.feedback.actions.common import lock, record, tell_about
from swip.feedback.actions.letters import want_letter
from swip.feedback.models import AnswerDraft, Invitation, Round
from swip.feedback.queries import rounds as queries
from swip.feedback.rules.standing import faults_of_list

Status = Round.Status
PRESSED_TWICE = datetime.timedelta(minutes=5)


class NotAsked(Exception):
    """This address cannot be on the list, and why."""


class ListRefused(Exception):
    """The list cannot go out as it is, and why."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        super().__init__("; ".join(faults))


@transaction.atomic
def add_person(found: Round, *, name: str, email: str, work: str, kind: str, by: User) -> Invitation:
    """By the social worker while they name people, by the supervisor while the list is agreed.

    While the round is open either of them may name more, where there is a free place.
    """
    lock(found)
    if not _may_name(found, by):
        raise StaleStep(found)
    if why := queries.why_not_asked(found, email, found.enrolment.supervisor):
        raise NotAsked(why)
    if not queries.standing_shown_of(found).places_free:
        raise NotAsked(no_place(found))
    person = Invitation.objects.create(
        round=found,
        name=name,
        email=email,
        work=work,
        kind=kind,
        added_by=by,
        expires_at=found.closes_at or timezone.now(),
    )
    if found.is_open and by == found.enrolment.social_worker:
        tell_about(found.enrolment.supervisor, "round-person-to-agree", found)
    return person


def no_place(found: Round) -> str:
    most = queries.limits_of(found.rule_book).most_asked
    return f"There are {most} people on the list already, as many as a round may ask"


def _may_name(found: Round, person: User) -> bool:
    if person == found.enrolment.social_worker:
        return found.is_naming or found.takes_answers
    return found.is_proposed or found.takes_answers


@transaction.atomic
def change_person(invitation: Invitation, *, name: str, email: str, work: str, kind: str, by: User) -> None:
    """As long as nobody has agreed to them."""
    found = invitation.round
    _lock_named(invitation, by=by)
    if why := queries.why_not_asked(found, email, found.enrolment.supervisor, except_for=invitation):
        raise NotAsked(why)
    invitation.name, invitation.email, invitation.work, invitation.kind = name, email, work, kind
    invitation.save(update_fields=["name", "email", "work", "kind"])


@transaction.atomic
def remove_person(invitation: Invitation, *, by: User) -> None:
    """Nobody has asked them anything yet, so nothing is left of them."""
    _lock_named(invitation, by=by)
    invitation.delete()


def _lock_named(invitation: Invitation, *, by: User) -> None:
    lock(invitation.round)
    named = invitation.round.invitations.named().filter(pk=invitation.pk)
    if not _may_name(invitation.round, by) or not named.exists():
        raise StaleStep(invitation.round)


@transaction.atomic
def propose(found: Round, *, by: User) -> None:
    """The list goes to the supervisor, who sees that it is a fair one."""
    lock(found)
    if not found.is_naming:
        raise StaleStep(found)
    named = found.invitations.named()
    if faults := faults_of_list([each.is_partner for each in named], queries.limits_of(found.rule_book)):
        raise ListRefused(faults)
    found.move_to(Status.PROPOSED, proposed_at=timezone.now(), words_about_list="")
    record("feedback.list_proposed", found, by=by, data={"people": len(named)})
    tell_about(found.enrolment.supervisor, "round-list-to-agree", found)


@transaction.atomic
def take_back(found: Round, *, by: User) -> None:
    """Something is to be changed before the supervisor agrees."""
    lock(found)
    if not found.is_proposed:
        raise StaleStep(found)
    found.move_to(Status.NAMING)
    record("feedback.list_taken_back", found, by=by)


@transaction.atomic
def send_back(found: Round, *, words: str, by: User) -> None:
    """The supervisor asks for other names, and says why."""
    lock(found)
    if not found.is_proposed:
        raise StaleStep(found)
    found.move_to(Status.NAMING, words_about_list=words)
    record("feedback.list_sent_back", found, by=by, note=words)
    tell_about(found.enrolment.social_worker, "round-list-sent-back", found)


@transaction.atomic
def agree(found: Round, *, seen: Collection[int], struck: Collection[int], words: str, by: User) -> None:
    """The supervisor says why this is a fair list, and the invitations leave.

    `seen` are the people that stood on the page: somebody who was named since goes through another look.
    """
    lock(found)
    if not found.is_proposed and not found.takes_answers:
        raise StaleStep(found)
    named = list(found.invitations.named().select_for_update())
    if {each.pk for each in named} != set(seen) or not named:
        raise StaleStep(found)
    kept = [each for each in named if each.pk not in struck]
    if found.is_proposed and (
        faults := faults_of_list([each.is_partner for each in kept], queries.limits_of(found.rule_book))
    ):
        raise ListRefused(faults)
    now = timezone.now()
    for each in named:
        if each.pk in struck:
            each.move_to(Invitation.Status.STRUCK)
    if found.is_proposed:
        closes_at = queries.end_of(timezone.localdate() + queries.days_open(found.rule_book))
        found.move_to(
            Status.OPEN, opened_at=now, closes_at=closes_at, list_agreed_by=by, words_about_list=words
        )
        record("feedback.round_opened", found, by=by, note=words, data={"people": len(kept)})
        tell_about(found.enrolment.social_worker, "round-opened", found)
    else:
        record("feedback.more_asked", found, by=by, note=words, data={"people": len(kept)})
    for each in kept:
        each.move_to(Invitation.Status.ASKED, expires_at=found.closes_at)
        want_letter(each, "invitation")


# ---- While the round is open: a coordinator sees to letters that did not arrive


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> None:
    """Another letter, with a link of its own. To whoever has answered or declined, none leaves; nobody is told."""
    lock(invitation.round)
    if not invitation.round.takes_answers:
        raise StaleStep(invitation.round)
    invitation.refresh_from_db(from_queryset=Invitation.objects.select_for_update(of=("self",)))
    now, wanted = timezone.now(), invitation.letter_wanted_at
    if wanted and wanted > now - PRESSED_TWICE and not invitation.failure:
        return
    if invitation.is_waiting:
        want_letter(invitation, "invitation")
    else:
        # The same as for everybody else, so that pressing the button again tells nothing either.
        invitation.letter_wanted_at, invitation.failure = now, ""
        invitation.save(update_fields=["letter_wanted_at", "failure"])
    record("feedback.invitation_sent_again", invitation.round, by=by)


@transaction.atomic
def pass_on(invitation: Invitation, *, name: str, email: str, work: str, by: User) -> Invitation:
    """To somebody else of the same kind. Nothing that the first has typed goes with it, and their links are void.

    If the first is not waited for any more, nobody else is asked; the list looks the same, so nobody is told.
    """
    found = invitation.round
    lock(found)
    if not found.takes_answers:
        raise StaleStep(found)
    invitation.refresh_from_db(from_queryset=Invitation.objects.select_for_update(of=("self",)))
    if found.invitations.handed_on().filter(pk=invitation.pk).exists():
        raise NotAsked(f"The invitation to {invitation.name} has been passed on already")
    if why := queries.why_not_asked(found, email, found.enrolment.supervisor, except_for=invitation):
        raise NotAsked(why)
    status = Invitation.Status.ASKED if invitation.is_waiting else Invitation.Status.NOT_NEEDED
    if invitation.may_move_to(Invitation.Status.PASSED_ON):
        invitation.move_to(Invitation.Status.PASSED_ON, letter="", token_digest=None, earlier_digests=[])
    else:
        invitation.is_stood_in_for = True
        invitation.save(update_fields=["is_stood_in_for"])
    AnswerDraft.objects.filter(invitation=invitation).delete()
    new = Invitation.objects.create(
        round=found,
        status=status,
        kind=invitation.kind,
        name=name,
        email=email,
        work=work,
        added_by=by,
        expires_at=invitation.expires_at,
    )
    want_letter(new, "invitation")
    record("feedback.invitation_passed_on", found, by=by)
    return new
