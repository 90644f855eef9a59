"""How the reviews of a programme stand, and what the record shows when one is written."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from swip.accounts.models import User
from swip.enrolment.models import Enrolment, StageDate, StageDateQuerySet
from swip.enrolment.rules import stage_name
from swip.evidence.models import Evidence, EvidenceOutcome
from swip.evidence.queries import as_handed_in, numbers_of_newest, titles_of_versions
from swip.govuk.words import local_date
from swip.programmes.models import RuleBook, Stage
from swip.progress.queries import outcome_progress
from swip.progress.rules import State
from swip.reviews import permissions, rules
from swip.reviews.models import Review, ReviewVersion
from swip.self_assessment.queries import latest_shared, words_of
from swip.supervision.queries import support_given
from swip.supervision.rules.ledger import Support
from swip.supervision.rules.ledger import Year as YearOfSupport

SOON_RULE = "programme.due.soon_days"
SIGN_RULE = "review.sign_within_days"
PARTS_RULE = "review.parts"
PLAN_RULE = "plan.development"
NO_SURPRISE_RULE = "concern.before_fail"
SAID_AS_A_NUMBER = {"percent", "days", "weeks", "months", "integer"}


# ---- Where each review is on its way


@dataclass(frozen=True)
class StageState:
    """One stage of the programme at which progress is reviewed, and how its review stands."""

    stage: Stage
    due_on: datetime.date
    review: Review | None
    standing: rules.Standing
    round: int = 1
    is_past: bool = False

    @property
    def name(self) -> str:
        return stage_name(self.stage.name, round=self.round, is_final=self.stage.is_final)

    @property
    def words(self) -> str:
        return self.standing.words

    @property
    def mark(self) -> str:
        return self.standing.mark

    @property
    def is_begun(self) -> bool:
        return self.review is not None


def stage_states(enrolment: Enrolment, on: datetime.date | None = None) -> list[StageState]:
    """The reviews of one programme, in the order in which they are due."""
    dates = enrolment.stage_dates.asked_for().filter(stage__has_review=True).select_related("stage")
    reviews = enrolment.reviews.select_related("completed_by").order_by("round")
    return _states(dates, list(reviews), enrolment.rule_book, on or timezone.localdate())


def _states(
    dates: Iterable[StageDate], reviews: Iterable[Review], book: RuleBook, day: datetime.date
) -> list[StageState]:
    """What was held before more time was given stands before what is due now."""
    soon = book.value(SOON_RULE)
    by_stage: dict[int, list[Review]] = {}
    for found in reviews:
        by_stage.setdefault(found.stage_id, []).append(found)
    dates = list(dates)
    with_a_date = {(each.stage_id, each.round) for each in dates}
    states = []
    for each in dates:
        of_stage = by_stage.get(each.stage_id, [])
        now = next((known for known in of_stage if known.round == each.round), None)
        earlier = [
            known
            for known in of_stage
            if known.round < each.round and (known.stage_id, known.round) not in with_a_date
        ]
        review: Review | None
        for review in [*earlier, now]:
            is_past = review is not now
            due_on = (review.held_on if review and is_past else None) or each.due_on
            standing = rules.standing(
                status=review.status if review else "",
                due_on=due_on,
                late_after=None if is_past else each.late_after,
                today=day,
                soon_days=soon,
                is_optional=each.stage.is_optional,
            )
            number = review.round if review else each.round
            states.append(StageState(each.stage, due_on, review, standing, number, is_past))
    return states


def round_due(enrolment: Enrolment, stage: Stage) -> int:
    """Which time a stage is to be held: once, and again where more time or part-time hours ask for it."""
    dates = enrolment.stage_dates.asked_for().filter(stage=stage)
    begun = enrolment.reviews.filter(stage=stage).values("round")
    date = dates.exclude(round__in=begun).order_by("round").first() or dates.order_by("-round").first()
    return date.round if date else 1


def not_held(enrolments: QuerySet[Enrolment]) -> StageDateQuerySet:
    """The stages of open enrolments whose review nobody has completed, the earliest first."""
    held = Review.objects.held().filter(
        enrolment=OuterRef("enrolment"), stage=OuterRef("stage"), round=OuterRef("round")
    )
    return (
        StageDate.objects.filter(
            ~Exists(held),
            falls_away=False,
            stage__has_review=True,
            stage__is_optional=False,
            enrolment__in=enrolments.filter(status__in=Enrolment.OPEN).values("pk"),
        )
        .select_related("stage", "enrolment__social_worker")
        .order_by("due_on", "pk")
    )


def due_by(enrolments: QuerySet[Enrolment], day: datetime.date) -> QuerySet[StageDate]:
    """Reviews to be held by a day, late ones among them."""
    return not_held(enrolments).filter(due_on__lte=day)


def late(enrolments: QuerySet[Enrolment], on: datetime.date | None = None) -> QuerySet[StageDate]:
    """Reviews whose day has passed."""
    return not_held(enrolments).late(on)


def waiting_for_signature(enrolments: QuerySet[Enrolment]) -> QuerySet[Review]:
    """Reviews that social workers have not signed yet, the longest waiting first."""
    completed = Review.objects.waiting_for_signature().filter(enrolment__in=enrolments.values("pk"))
    return completed.select_related("stage", "enrolment__social_worker").order_by("completed_at")


# ---- What the record shows


@dataclass(frozen=True)
class OutcomeSeen:
    """One outcome as the record has it: what was accepted for it, and what its social worker says."""

    code: str
    text: str
    state: str = State.NOTHING.value
    standing: str = ""
    accepted: int = 0
    kinds: list[str] = field(default_factory=list)
    first: datetime.date | None = None
    last: datetime.date | None = None
    own_words: str = ""


@dataclass(frozen=True)
class PieceSeen:
    """A piece of evidence that was handed in or answered since the last review."""

    pk: int
    title: str
    kind: str = ""
    status: str = ""
    handed_in_on: datetime.date | None = None
    codes: list[str] = field(default_factory=list)
    # Of a review that was completed: which version it saw. What that is called is read there.
    version: int | None = None

    @property
    def status_words(self) -> str:
        return dict(Evidence.Status.choices).get(self.status, "")


@dataclass(frozen=True)
class Promise:
    """What the rule book promises the social worker for this time."""

    key: str
    title: str
    value: str = ""
    words: str = ""
    href: str = ""


@dataclass(frozen=True)
class Record:
    """The record of one social worker on one day, seen from their last review."""

    since: datetime.date
    until: datetime.date
    since_review: str = ""
    outcomes: list[OutcomeSeen] = field(default_factory=list)
    evidence: list[PieceSeen] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    self_assessment: str = ""
    self_assessment_pk: int | None = None
    shared_on: datetime.date | None = None
    support: Support | None = None

    @property
    def counted(self) -> rules.Counted:
        statuses = [each.status for each in self.evidence]
        return rules.Counted(
            accepted=statuses.count(Evidence.Status.ACCEPTED),
            waiting=statuses.count(Evidence.Status.SUBMITTED),
            returned=statuses.count(Evidence.Status.RETURNED),
        )

    @property
    def standings(self) -> list[tuple[str, list[str]]]:
        """The outcomes by how they stand, those with enough first and those with nothing last."""
        found: dict[str, list[str]] = {}
        for each in sorted(self.outcomes, key=lambda each: list(State).index(State(each.state))):
            found.setdefault(each.standing, []).append(each.code)
        return list(found.items())

    def as_json(self) -> dict[str, Any]:
        """Kept with a completed review, which more people read than a self-assessment was shared with.

        What the social worker said of themselves stays where they shared it, as they shared it.
        """
        outcomes = [replace(each, own_words="") for each in self.outcomes]
        return _plain(asdict(replace(self, outcomes=outcomes)))

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Record | None:
        """As it was kept; None where nothing was."""
        if not kept:
            return None
        return _built(
            cls,
            kept
            | {
                "outcomes": [_built(OutcomeSeen, each) for each in kept["outcomes"]],
                "evidence": [_built(PieceSeen, each) for each in kept["evidence"]],
                "promises": [_built(Promise, each) for each in kept["promises"]],
                "support": _support(kept.get("support")),
            },
        )


def _support(kept: dict[str, Any] | None) -> Support | None:
    """As it was kept; reviews from before there was a ledger have none."""
    if not kept:
        return None
    return _built(Support, kept | {"years": tuple(_built(YearOfSupport, each) for each in kept["years"])})


def _built(part: type, kept: dict[str, Any]) -> Any:
    """What was signed years ago stays readable, whatever has since been added to a record or left out of it."""
    known = {each.name: each.type for each in fields(part)}
    return part(
        **{
            name: _day(value) if "datetime.date" in known[name] else value
            for name, value in kept.items()
            if name in known
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def record_for(enrolment: Enrolment, stage: Stage, round: int = 1) -> Record:
    """What the record shows today, for the review of one stage."""
    earlier = Q(stage__position__lt=stage.position) | Q(stage=stage, round__lt=round)
    held = enrolment.reviews.held().filter(earlier).select_related("stage")
    before = held.order_by("-stage__position", "-round").first()
    since = (before and before.held_on) or enrolment.starts_on
    placements = latest_shared(enrolment)
    shared = placements[0].self_assessment if placements else None
    shared_at = shared.shared_at if shared else None
    words = words_of(enrolment.rule_book)
    own_words = {each.outcome_id: words.get(each.word, "") for each in placements}
    return Record(
        since=since,
        until=timezone.localdate(),
        since_review=before.stage.name if before else "",
        outcomes=[
            OutcomeSeen(
                code=each.outcome.code,
                text=each.outcome.text,
                state=each.standing.state.value,
                standing=each.standing.words,
                accepted=each.accepted,
                kinds=each.kinds,
                first=each.first_on,
                last=each.last_on,
                own_words=own_words.get(each.outcome.pk, ""),
            )
            for each in outcome_progress(enrolment)
        ],
        evidence=evidence_since(enrolment, since),
        promises=promises_of(enrolment.rule_book, before.stage.month if before else 0, stage.month),
        self_assessment=str(shared) if shared else "",
        self_assessment_pk=shared.pk if shared else None,
        shared_on=local_date(shared_at) if shared_at else None,
        support=support_given(enrolment),
    )


def evidence_since(enrolment: Enrolment, since: datetime.date) -> list[PieceSeen]:
    """What was handed in or answered from a day on, in that order; not what is being mended since."""
    links = EvidenceOutcome.objects.select_related("outcome").only("evidence", "outcome__code")
    pieces = (
        Evidence.objects.handed_in()
        .filter(Q(submitted_at__date__gte=since) | Q(reviewed_at__date__gte=since), enrolment=enrolment)
        .select_related("kind")
        .prefetch_related(Prefetch("outcome_links", queryset=links.order_by("outcome__position")))
        .order_by("submitted_at", "pk")
    )
    returned = [each for each in pieces if each.status == Evidence.Status.RETURNED]
    then = as_handed_in(returned) if returned else {}
    return [
        PieceSeen(
            pk=each.pk,
            title=then[each.pk].title if each.pk in then else str(each),
            kind=then[each.pk].kind if each.pk in then else str(each.kind or ""),
            status=each.status,
            handed_in_on=local_date(each.submitted_at) if each.submitted_at else None,
            codes=then[each.pk].codes
            if each.pk in then
            else [link.outcome.code for link in each.outcome_links.all()],
        )
        for each in pieces
    ]


def promises_of(book: RuleBook, since_month: int, to_month: int) -> list[Promise]:
    """Those promises that this rule book makes: a programme does not have to make them all."""
    made = [book.rule(key) for key in rules.promised(since_month, to_month) if key in book.contents.rules]
    return [
        Promise(
            key=rule.key,
            title=rule.title,
            value=rule.in_words if rule.kind in SAID_AS_A_NUMBER else "",
            words=rule.plain_words,
            href=rule.get_absolute_url(),
        )
        for rule in made
    ]


def first_words(enrolment: Enrolment, record: Record) -> str:
    """What the record itself has to say, for the supervisor to go on from."""
    shared = (record.self_assessment.split()[0], record.shared_on) if record.shared_on else None
    return rules.drafted_progress(
        name=enrolment.social_worker.name,
        since=record.since,
        until=record.until,
        counted=record.counted,
        standings=record.standings,
        shared=shared,
    )


def first_words_of_support(record: Record) -> str:
    """What the ledger has to say, for the supervisor to add why."""
    if record.support is None:
        return ""
    so_far, now = record.support.so_far, record.support.now
    return rules.drafted_support(
        until=record.until,
        expected=so_far.expected,
        given=so_far.given,
        missing=record.support.missing,
        late=so_far.late,
        disputed=so_far.disputed,
        cancelled=so_far.cancelled,
        hours_promised=so_far.hours_promised,
        hours_taken=so_far.hours_taken if so_far.weeks_recorded else None,
        workload=now.workload,
        workload_promised=now.workload_promised,
    )


# ---- What a review says, to whom


@dataclass(frozen=True)
class Told:
    """The words of a review at one moment."""

    held_on: datetime.date | None
    on_track: str
    progress: str
    support: str
    concerns: str
    next_steps: str
    record: Record | None

    @property
    def on_track_words(self) -> str:
        return dict(Review.OnTrack.choices).get(self.on_track, "")

    @property
    def is_on_track(self) -> bool:
        return self.on_track == Review.OnTrack.YES


WORDS = ["on_track", "progress", "support", "concerns", "next_steps"]


def content_of(review: Review) -> dict[str, Any]:
    """What a version keeps of a review."""
    return {
        "held_on": review.held_on.isoformat() if review.held_on else None,
        "record": review.record,
        **{name: getattr(review, name) for name in WORDS},
    }


def told(content: dict[str, Any]) -> Told:
    record = Record.from_json(content["record"])
    return Told(**content | {"held_on": _day(content["held_on"]), "record": with_titles(record)})


def kept(record: Record) -> dict[str, Any]:
    """What a completed review keeps: of evidence the version, so that what is blacked out there is black here."""
    versions = numbers_of_newest(each.pk for each in record.evidence)
    pieces = [replace(each, title="", version=versions.get(each.pk)) for each in record.evidence]
    return replace(record, evidence=pieces).as_json()


def with_titles(record: Record | None) -> Record | None:
    if record is None or not record.evidence:
        return record
    titles = titles_of_versions((each.pk, each.version) for each in record.evidence)
    return replace(
        record, evidence=[replace(each, title=titles[each.pk, each.version]) for each in record.evidence]
    )


def told_to(user: User, review: Review, versions: list[ReviewVersion]) -> Told:
    """While it is being written again, everybody but the supervisor reads what was completed before."""
    if review.is_draft and not permissions.drafts_readable_by(user).contains(review):
        return told(versions[-1].content)
    return told(content_of(review))


def versions_of(review: Review) -> list[ReviewVersion]:
    """Each time it was completed, with the change that was asked for, the first one first."""
    return list(review.versions.select_related("completed_by", "change_request__asked_by").order_by("number"))


def change_asked_for(review: Review) -> Any:
    """What the social worker wants changed, while the review is being written again."""
    if not review.is_draft or review.completed_at is None:
        return None
    newest = review.versions.select_related("change_request__asked_by").order_by("number").last()
    return getattr(newest, "change_request", None)
