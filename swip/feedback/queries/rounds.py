"""How far a round has come, by its rules, and who is waited for."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from swip.accounts.models import User
from swip.enrolment.models import Enrolment
from swip.enrolment.queries import value_or
from swip.feedback import permissions
from swip.feedback.models import Invitation, Round
from swip.feedback.rules.questions import Questions, asked_on
from swip.feedback.rules.standing import Limits, Standing
from swip.programmes.models import RuleBook

SCALE_RULE = "feedback.round.scale"
DAYS_RULE = "feedback.round.closes_after_days"
REMIND_RULE = "feedback.round.remind_after_days"
EXTENSION_RULE = "feedback.round.extension_days"
LIMITS = {
    "fewest_asked": ("feedback.round.invitations.min", 8),
    "most_asked": ("feedback.round.invitations.max", 10),
    "partners_asked": ("feedback.round.partners.min", 2),
    "answers": ("feedback.round.answers.min", 5),
    "partners_answering": ("feedback.round.partners_answering.min", 2),
}
USUAL_SCALE = (("well", "Doing well"), ("some", "Some to work on"), ("cannot_say", "Cannot say"))


def limits_of(book: RuleBook) -> Limits:
    return Limits(**{name: value_or(book, key, usual) for name, (key, usual) in LIMITS.items()})


def days_open(book: RuleBook) -> datetime.timedelta:
    return datetime.timedelta(days=value_or(book, DAYS_RULE, 45))


def days_between_reminders(book: RuleBook) -> datetime.timedelta:
    return datetime.timedelta(days=value_or(book, REMIND_RULE, 14))


def days_of_extension(book: RuleBook) -> datetime.timedelta:
    return datetime.timedelta(days=value_or(book, EXTENSION_RULE, 14))


def end_of(day: datetime.date) -> datetime.datetime:
    """A round is open all through its last day."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(23, 59, 59)))


def rules_of(book: RuleBook) -> dict[str, str]:
    """Where each rule of a round is explained, by its key."""
    keys = [SCALE_RULE, DAYS_RULE, REMIND_RULE, EXTENSION_RULE, *(key for key, _ in LIMITS.values())]
    return {key: book.rule_url(key) for key in keys if key in book.contents.rules}


def questions_for(enrolment: Enrolment) -> Questions:
    """What a round that begins today asks."""
    scale = value_or(enrolment.rule_book, SCALE_RULE, USUAL_SCALE)
    return asked_on(timezone.localdate(), enrolment.programme.code, scale)


def rounds_of(enrolment: Enrolment, reader: User) -> QuerySet[Round]:
    """Those of one social worker that somebody may know of, the newest first."""
    found = permissions.visible_to(reader).filter(enrolment=enrolment)
    return found.select_related("rule_book").order_by("-number")


def under_way(enrolment: Enrolment) -> Round | None:
    return Round.objects.under_way().filter(enrolment=enrolment).first()


def newest_of(enrolment: Enrolment) -> Round | None:
    return Round.objects.filter(enrolment=enrolment).order_by("-number").first()


def standing_of(found: Round) -> Standing:
    """Counts alone: nothing that comes out of here depends on who it was that answered."""
    status, partner = Invitation.Status, Q(kind=Invitation.Kind.PARTNER)
    counts = found.invitations.aggregate(
        answered=Count("pk", filter=Q(status=status.ANSWERED)),
        partners_answered=Count("pk", filter=Q(partner, status=status.ANSWERED)),
        waiting=Count("pk", filter=Q(status=status.ASKED)),
        partners_waiting=Count("pk", filter=Q(partner, status=status.ASKED)),
        declined=Count("pk", filter=Q(status=status.DECLINED)),
        partners_declined=Count("pk", filter=Q(partner, status=status.DECLINED)),
        named=Count("pk", filter=Q(status=status.NAMED)),
    )
    return Standing(limits_of(found.rule_book), **counts)


def standing_shown_of(found: Round) -> Standing:
    """While it is open, as of the last night: moving by day, it would say when somebody answered or declined."""
    standing = standing_of(found)
    if not found.is_open:
        return standing
    return standing.as_shown(
        answered=found.answers_shown,
        partners_answered=found.partners_shown,
        declined=found.declined_shown,
        partners_declined=found.partners_declined_shown,
    )


def people_of(found: Round) -> list[Invitation]:
    """Everybody on the list, in the order in which they were named."""
    return list(found.invitations.on_the_list().order_by("pk"))


def struck_from(found: Round) -> list[Invitation]:
    return list(found.invitations.filter(status=Invitation.Status.STRUCK).order_by("pk"))


def why_not_asked(
    found: Round, email: str, supervisor: User | None, *, except_for: Invitation | None = None
) -> str:
    """Why this address cannot be on the list; nothing where it can."""
    if email == found.enrolment.social_worker.email:
        return "This is the social worker’s own address. Their own view is in the round already"
    if supervisor and email == supervisor.email:
        return "The practice supervisor reads the answers, so cannot be one of those who give them"
    there = found.invitations.on_the_list().filter(email=email)
    if except_for:
        there = there.exclude(pk=except_for.pk)
    if other := there.first():
        return f"{other.name} is on the list with this address already"
    handed_on = found.invitations.handed_on().filter(email=email)
    if except_for:
        handed_on = handed_on.exclude(pk=except_for.pk)
    if other := handed_on.first():
        return f"{other.name} was asked at this address already, and the invitation has been passed on"
    return ""


def shares_an_address_ending(invitation: Invitation, found: Round) -> bool:
    """Somebody of a partner agency whose letters go where the social worker's go: worth a second look."""
    ending = found.enrolment.social_worker.email.rpartition("@")[2]
    return invitation.is_partner and invitation.email.rpartition("@")[2] == ending


def invitation_with(token: str) -> Invitation | None:
    """What a link leads to, be it still open or not."""
    found = Invitation.objects.with_token(token)
    related = ["round__rule_book", "round__enrolment__social_worker", "round__enrolment__programme"]
    # No more than one is there; told to stop at the first, the database would walk through all of them for it.
    return next(iter(found.select_related(*related, "draft")), None)


# ---- What counts, for the rooms above


def answers_counted(
    enrolments: Iterable[Enrolment], since: datetime.date, until: datetime.date
) -> dict[int, int]:
    """How many professionals answered about each of these people, in rounds that count: one question for all."""
    found = Round.objects.valid().filter(
        enrolment__in=[each.pk for each in enrolments],
        closed_at__date__gte=since,
        closed_at__date__lte=until,
    )
    counted: dict[int, int] = {}
    for enrolment, answers in found.values_list("enrolment", "answers_at_close"):
        counted[enrolment] = counted.get(enrolment, 0) + answers
    return counted
