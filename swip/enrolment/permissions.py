"""Who may see a social worker's enrolment, and who may act on it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from swip.accounts.models import Appointment, Organisation, Role, User
from swip.accounts.permissions import organisations_where
from swip.core.asking import among, among_them
from swip.enrolment.models import (
    Absence,
    Adjustment,
    AdjustmentShare,
    Claim,
    EmploymentPeriod,
    Enrolment,
    Extension,
    Objection,
    Pairing,
    Pause,
    Reduction,
    Transfer,
)


def undertaken_by(user: User) -> QuerySet[Enrolment]:
    """The places that a social worker has on programmes, past ones too."""
    return user.enrolments.all()  # each knows whose it is without asking


def paired_with(user: User, kind: str) -> QuerySet[Enrolment]:
    """The people somebody is paired with, for as long as they also hold the appointment that it takes."""
    return Enrolment.objects.filter(pk__in=among(_enrolments_paired, [user.pk], kind))


def _enrolments_paired(*kinds: str) -> QuerySet:
    pairings = Pairing.objects.not_over().acting().filter(among_them("person"))
    return (pairings.filter(kind__in=kinds) if kinds else pairings).values("enrolment")


def supervised_by(user: User) -> QuerySet[Enrolment]:
    """The people a practice supervisor looks after now, or is about to."""
    return paired_with(user, Pairing.Kind.SUPERVISOR)


def assessed_by(user: User) -> QuerySet[Enrolment]:
    """The people an assessor assesses now, or is about to."""
    return paired_with(user, Pairing.Kind.ASSESSOR)


def employed_where(user: User, *roles: str) -> QuerySet[Enrolment]:
    """The people employed now by an organisation in which this person holds one of these roles."""
    return Enrolment.objects.filter(pk__in=among(_enrolments_employed, [user.pk], *roles))


def _enrolments_employed(*roles: str) -> QuerySet:
    held = Appointment.objects.current().filter(among_them("person"), role__in=roles)
    employed = EmploymentPeriod.objects.not_over().filter(organisation__in=held.values("organisation"))
    return employed.values("enrolment")


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
    paired = among(_enrolments_paired, [user.pk])
    employed = among(_enrolments_employed, [user.pk], Role.COORDINATOR, Role.DECISION_MAKER)
    return Enrolment.objects.filter(Q(pk__in=paired) | Q(pk__in=employed)).exclude(social_worker=user)


def visible_to(user: User) -> QuerySet[Enrolment]:
    """One's own, and those of the people one looks after."""
    return undertaken_by(user) | looked_after_by(user)


def social_workers_coordinated_by(user: User) -> QuerySet[User]:
    """Whose registration a coordinator looks after: `accounts` asks for it through a setting."""
    return User.objects.filter(pk__in=coordinated_by(user).values("social_worker"))


# What changes somebody's time


def time_shown_to(user: User) -> QuerySet[Enrolment]:
    """The changes of somebody's time, and what they say against them: their own, or whom they look after."""
    return undertaken_by(user) | supervised_by(user) | coordinated_by(user)


def what_if_asked_by(user: User) -> QuerySet[Enrolment]:
    """Whoever sees the changes can try one out, as long as it could still be made."""
    return time_shown_to(user).filter(status__in=Enrolment.OPEN)


def absences_recorded_by(user: User) -> QuerySet[Enrolment]:
    """Somebody who is away says so themselves, or their supervisor or coordinator does."""
    return time_shown_to(user).filter(status__in=Enrolment.OPEN)


def absences_changed_by(user: User) -> QuerySet[Absence]:
    """Social workers put right what they recorded themselves; those who look after them, everything."""
    is_mine = Q(enrolment__in=undertaken_by(user), recorded_by=user)
    are_theirs = Q(enrolment__in=supervised_by(user)) | Q(enrolment__in=coordinated_by(user))
    return Absence.objects.counted().filter(is_mine | are_theirs, enrolment__status__in=Enrolment.OPEN)


def absences_ended_by(user: User) -> QuerySet[Absence]:
    """Whoever may record an absence may say when it was over."""
    return Absence.objects.counted().filter(enrolment__in=absences_recorded_by(user), ends_on=None)


def leave_chosen_by(user: User) -> QuerySet[Absence]:
    """The social worker alone chooses whether their leave makes the programme longer, until it ends."""
    own = undertaken_by(user).filter(status__in=Enrolment.OPEN)
    return Absence.objects.counted().filter(enrolment__in=own, is_exempt=True)


def pausable_by(user: User) -> QuerySet[Enrolment]:
    return answered_for_by(user).filter(status=Enrolment.Status.ACTIVE)


def pauses_ended_by(user: User) -> QuerySet[Pause]:
    paused = answered_for_by(user).filter(status=Enrolment.Status.PAUSED)
    return Pause.objects.counted().current().filter(enrolment__in=paused, ends_on=None)


def pauses_changed_by(user: User) -> QuerySet[Pause]:
    open_ones = answered_for_by(user).filter(status__in=Enrolment.OPEN)
    return Pause.objects.counted().filter(enrolment__in=open_ones)


def employment_changeable_by(user: User) -> QuerySet[Enrolment]:
    return coordinated_by(user).filter(status__in=Enrolment.OPEN)


def employment_changed_by(user: User) -> QuerySet[EmploymentPeriod]:
    """A coordinator keeps the hours that people have with their own employer."""
    return EmploymentPeriod.objects.not_over().filter(
        enrolment__in=employment_changeable_by(user), organisation__in=registers_for(user)
    )


def extendable_by(user: User) -> QuerySet[Enrolment]:
    return answered_for_by(user).filter(status=Enrolment.Status.ACTIVE)


def extensions_taken_back_by(user: User) -> QuerySet[Extension]:
    """What a coordinator gave on a ground; what the employer decided at the end is not theirs to undo."""
    return Extension.objects.counted().filter(enrolment__in=extendable_by(user)).exclude(ground="")


def shortenable_by(user: User) -> QuerySet[Enrolment]:
    return answered_for_by(user).filter(status__in=[Enrolment.Status.REGISTERED, Enrolment.Status.ACTIVE])


def reductions_answered_by(user: User) -> QuerySet[Reduction]:
    """The social worker agrees to a shorter programme, or keeps the whole of it."""
    own = undertaken_by(user).filter(status__in=[Enrolment.Status.REGISTERED, Enrolment.Status.ACTIVE])
    return Reduction.objects.filter(enrolment__in=own, agreed_at=None, set_aside_at=None)


def reductions_taken_back_by(user: User) -> QuerySet[Reduction]:
    return Reduction.objects.filter(enrolment__in=shortenable_by(user), set_aside_at=None)


def objections_answered_by(user: User) -> QuerySet[Objection]:
    return Objection.objects.filter(enrolment__in=coordinated_by(user))


# Employers: moving from one to the next, working for two


def employers_shown_to(user: User) -> QuerySet[Enrolment]:
    """With whom somebody works, and where a move stands: for themselves and every employer's coordinators."""
    return undertaken_by(user) | coordinated_by(user)


def releasable_by(user: User) -> QuerySet[Enrolment]:
    return answered_for_by(user).filter(status__in=Enrolment.OPEN)


def transfers_kept_by(user: User) -> QuerySet[Transfer]:
    """Any coordinator of the employer that somebody leaves writes the report, releases, takes it back."""
    return Transfer.objects.filter(
        from_organisation__in=organisations_where(user, Role.COORDINATOR),
        enrolment__in=answered_for_by(user).values("pk"),
    )


def transfers_shown_to(user: User) -> QuerySet[Transfer]:
    """The report: to the social worker once they are released, then to whoever looks after them next.

    That they asked to be released they see as well. A report that is being written is its employer's alone.
    """
    own = Q(enrolment__social_worker=user) & (Q(released_at__isnull=False) | Q(asked_at__isnull=False))
    arrived = Q(status=Transfer.Status.COMPLETED, enrolment__in=looked_after_by(user).values("pk"))
    return Transfer.objects.filter(own | arrived | Q(pk__in=transfers_kept_by(user).values("pk")))


def reports_answered_by(user: User) -> QuerySet[Transfer]:
    """The social worker answers the report once; the answer stays with it."""
    return Transfer.objects.filter(
        enrolment__social_worker=user,
        answer="",
        status__in=[Transfer.Status.RELEASED, Transfer.Status.COMPLETED],
    )


def claims_made_by(user: User) -> QuerySet[Claim]:
    """What the employers that somebody coordinates for have claimed."""
    return Claim.objects.filter(organisation__in=registers_for(user))


def claims_answered_by(user: User) -> QuerySet[Claim]:
    """Whoever has the number and the address that were typed, both of them."""
    waiting = Claim.objects.filter(status=Claim.Status.WAITING).exclude(register_number="")
    return waiting.filter(register_number=user.register_number, email=user.email)


def lead_handed_over_by(user: User) -> QuerySet[Enrolment]:
    """Of two employers at once, the one that answers for the programme hands that over."""
    second = EmploymentPeriod.objects.not_over().filter(is_lead=False)
    return answered_for_by(user).filter(status__in=Enrolment.OPEN, pk__in=second.values("enrolment"))


def second_jobs_ended_by(user: User) -> QuerySet[EmploymentPeriod]:
    """The second employer says that the job is over, or the one that answers for the programme does."""
    theirs = Q(
        organisation__in=organisations_where(user, Role.COORDINATOR),
        enrolment__in=coordinated_by(user).values("pk"),
    )
    led = Q(enrolment__in=answered_for_by(user).values("pk"))
    second = EmploymentPeriod.objects.not_over().filter(is_lead=False)
    return second.filter(theirs | led, enrolment__status__in=Enrolment.OPEN)


# Reasonable adjustments: seen by those alone to whom the social worker has agreed


def _shared_with(group: str) -> Exists:
    return Exists(AdjustmentShare.objects.filter(adjustment=OuterRef("pk"), group=group, ended_at=None))


def adjustments_asked_by(user: User) -> QuerySet[Adjustment]:
    """One's own, whatever has become of them."""
    return Adjustment.objects.filter(enrolment__social_worker=user)


def adjustments_shared_by(user: User) -> QuerySet[Adjustment]:
    """Whose it is says who may see it; what has ended, nobody else sees."""
    return adjustments_asked_by(user).exclude(status=Adjustment.Status.ENDED)


def adjustments_visible_to(user: User) -> QuerySet[Adjustment]:
    """One's own, and what was shared with what one is to the social worker, until that is taken back."""
    shared = (
        Q(_shared_with(AdjustmentShare.Group.SUPERVISOR), enrolment__in=supervised_by(user).values("pk"))
        | Q(_shared_with(AdjustmentShare.Group.ASSESSOR), enrolment__in=assessed_by(user).values("pk"))
        | Q(_shared_with(AdjustmentShare.Group.COORDINATOR), enrolment__in=coordinated_by(user).values("pk"))
    )
    return Adjustment.objects.filter(Q(enrolment__social_worker=user) | shared)


def adjustments_answered_by(user: User) -> QuerySet[Adjustment]:
    """The supervisor or a coordinator, if it is shared with them. Whether a step is open says the table of steps."""
    shared = Q(
        _shared_with(AdjustmentShare.Group.SUPERVISOR), enrolment__in=supervised_by(user).values("pk")
    ) | Q(_shared_with(AdjustmentShare.Group.COORDINATOR), enrolment__in=coordinated_by(user).values("pk"))
    return Adjustment.objects.filter(shared, enrolment__status__in=Enrolment.OPEN)


def adjustments_listed_for(user: User) -> QuerySet[Enrolment]:
    """One's own place, and those of whom something was shared with one: for everybody else there is no such page."""
    return Enrolment.objects.filter(
        Q(social_worker=user) | Q(pk__in=adjustments_visible_to(user).values("enrolment"))
    )


def adjustable_by(user: User) -> QuerySet[Enrolment]:
    """Who may ask: whose place it is, while they are on the programme."""
    return undertaken_by(user).filter(status__in=Enrolment.OPEN)


def _in_place(enrolment: Enrolment, group: str) -> QuerySet[Adjustment]:
    return enrolment.adjustments.filter(_shared_with(group), status=Adjustment.Status.IN_PLACE)


def adjustments_for_observer(enrolment: Enrolment) -> QuerySet[Adjustment]:
    """What somebody who observes practice is to know, where the social worker agrees."""
    return _in_place(enrolment, AdjustmentShare.Group.OBSERVERS)


def adjustments_for_panel(enrolment: Enrolment) -> QuerySet[Adjustment]:
    """What whoever moderates or decides is to know, where the social worker agrees."""
    return _in_place(enrolment, AdjustmentShare.Group.PANEL)


def allowed_upon(enrolment: Enrolment, **allowed: QuerySet[Enrolment]) -> set[str]:
    """The names of those permissions that hold for one enrolment, in one question to the database."""
    holds = {name: Exists(each.filter(pk=OuterRef("pk"))) for name, each in allowed.items()}
    row = Enrolment.objects.filter(pk=enrolment.pk).annotate(**holds).values(*holds).get()
    return {name for name, does_hold in row.items() if does_hold}


def upon_time(user: User, enrolment: Enrolment) -> set[str]:
    """What this person may do about somebody's time, for the links of a page."""
    return allowed_upon(
        enrolment,
        see_changes=time_shown_to(user),
        what_if=what_if_asked_by(user),
        absence=absences_recorded_by(user),
        pause=pausable_by(user),
        resume=answered_for_by(user).filter(status=Enrolment.Status.PAUSED),
        coordinate=answered_for_by(user).filter(status__in=Enrolment.OPEN),
        employment=employment_changeable_by(user),
        extend=extendable_by(user),
        shorten=shortenable_by(user),
    )
