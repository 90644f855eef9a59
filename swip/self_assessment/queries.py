"""What the pages of a self-assessment ask: the points, the outcomes by domain, what was said of each."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from swip.accounts.models import User
from swip.enrolment.models import Enrolment
from swip.govuk.words import and_list
from swip.identifiers.queries import Passage
from swip.programmes.models import RuleBook, Stage
from swip.self_assessment import permissions, rules
from swip.self_assessment.models import Placement, SelfAssessment, SupervisorView
from swip.standards.models import FrameworkVersion, Item, ItemKind

WORDS_RULE = "self_assessment.scale"
POINTS_RULE = "self_assessment"
FIRST_RULE = "self_assessment.first_within_weeks"
SOON_RULE = "programme.due.soon_days"
WITHOUT_DOMAIN = "outcomes"


@dataclass(frozen=True)
class PointState:
    """One point of the programme at which people assess themselves, as one reader may see it."""

    point: str
    name: str
    stage: Stage
    due_on: datetime.date | None
    self_assessment: SelfAssessment | None
    soon_days: int

    @property
    def is_shared(self) -> bool:
        return self.self_assessment is not None and not self.self_assessment.is_private

    @property
    def is_late(self) -> bool:
        return not self.is_shared and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def is_ahead(self) -> bool:
        """Far enough off to ask whether another one is meant: there is only one at each point."""
        return rules.is_ahead(self.point, self.due_on, today=timezone.localdate(), soon_days=self.soon_days)


@dataclass
class Placed:
    """One outcome and what the social worker says of it."""

    outcome: Item
    word: str = ""
    words: str = ""
    reason: str = ""


@dataclass
class Domain:
    """Some outcomes that stand together, with what was said of each."""

    slug: str
    code: str
    title: str
    outcomes: list[Item]
    placed: list[Placed] = field(default_factory=list)

    def counted(self, number: int) -> str:
        """ "1 outcome", "4 outcomes", in the framework's own word for them."""
        kind = self.outcomes[0].kind
        return f"{number} {(kind.name if number == 1 else kind.plural).lower()}"

    @property
    def words_given(self) -> int:
        return sum(1 for each in self.placed if each.word)

    @property
    def is_done(self) -> bool:
        return all(each.word and each.reason.strip() for each in self.placed)

    @property
    def is_begun(self) -> bool:
        return any(each.word or each.reason.strip() for each in self.placed)


def words_of(rule_book: RuleBook) -> dict[str, str]:
    """The words people choose from, by their codes, in the rule book's order."""
    return dict(rule_book.value(WORDS_RULE))


def begun(enrolment: Enrolment, *, seen_by: User) -> list[SelfAssessment]:
    """Those that this reader may know of, the newest first, with how many words were given in each."""
    is_own = enrolment.social_worker_id == seen_by.pk
    known = permissions.own(seen_by) if is_own else permissions.known_to(seen_by)
    counted = known.annotate(words_given=Count("placements", filter=~Q(placements__word="")))
    return list(counted.filter(enrolment=enrolment).order_by("-created_at", "-pk"))


def points(enrolment: Enrolment, found: list[SelfAssessment]) -> list[PointState]:
    """Every point of the programme. What this reader may not know of looks as if it had not been begun."""
    book = enrolment.rule_book
    stage_dates = dict(enrolment.stage_dates.asked_for().order_by("-round").values_list("stage", "due_on"))
    at_points = {each.point: each for each in found}
    weeks = book.value(FIRST_RULE)
    return [
        PointState(
            point=stage.self_assessment_point,
            name=SelfAssessment.Point(stage.self_assessment_point).label,
            stage=stage,
            due_on=rules.due_on(stage.self_assessment_point, stage_dates[stage.pk], weeks)
            if stage.pk in stage_dates
            else None,
            self_assessment=at_points.get(stage.self_assessment_point),
            soon_days=book.value(SOON_RULE),
        )
        for stage in book.self_assessment_stages
    ]


def point_ahead(record: SelfAssessment) -> PointState | None:
    """The point a self-assessment is for, where that is still far off."""
    found = points(record.enrolment, [record])
    return next((each for each in found if each.self_assessment == record and each.is_ahead), None)


def says_something(record: SelfAssessment | SupervisorView) -> bool:
    """One word or one reason is enough: people share what they can say."""
    return record.placements.exclude(word="", reason="").exists()


def comparable(enrolment: Enrolment, *, seen_by: User) -> list[tuple[str, str]]:
    """What can be seen side by side: the number and the name of each, in the order they were begun."""
    visible = permissions.visible_to(seen_by).filter(enrolment=enrolment).order_by("created_at", "pk")
    return [(str(each.pk), each.name) for each in visible]


def outcomes_in_words(standards: FrameworkVersion) -> str:
    """ "26 outcomes", "10 areas": how many a social worker places themselves on."""
    kinds = standards.kinds.filter(role=ItemKind.Role.OUTCOME).annotate(count=Count("items"))
    counted = [f"{kind.count} {(kind.name if kind.count == 1 else kind.plural).lower()}" for kind in kinds]
    return and_list(counted)


def domains(standards: FrameworkVersion) -> list[Domain]:
    """The outcomes in the order of the document, under what they stand under there."""
    found: dict[str, Domain] = {}
    for outcome in standards.outcomes.select_related("parent", "kind").order_by("position"):
        parent = outcome.parent
        slug = parent.slug if parent else WITHOUT_DOMAIN
        if slug not in found:
            title = parent.text if parent else outcome.kind.plural
            found[slug] = Domain(slug, parent.code if parent else "", title, [])
        found[slug].outcomes.append(outcome)
    return list(found.values())


def placed_by_domain(record: SelfAssessment | SupervisorView) -> list[Domain]:
    """Every outcome with its word and reason, empty where nothing was said yet."""
    enrolment = record.enrolment
    words = words_of(enrolment.rule_book)
    said = {each.outcome_id: each for each in record.placements.all()}
    found = domains(enrolment.standards)
    for domain in found:
        for outcome in domain.outcomes:
            placement = said.get(outcome.pk)
            word, reason = (placement.word, placement.reason) if placement else ("", "")
            domain.placed.append(Placed(outcome, word, words.get(word, ""), reason))
    return found


@dataclass(frozen=True)
class Beside:
    """One outcome with what the social worker said of it and what their supervisor did."""

    outcome: Item
    own: Placed
    supervisors: Placed

    @property
    def differs(self) -> bool:
        """Both chose a word, and not the same one. That is something to talk about, and no mistake of anybody."""
        return bool(self.own.word and self.supervisors.word and self.own.word != self.supervisors.word)


def side_by_side(view: SupervisorView) -> list[tuple[Domain, list[Beside]]]:
    """The self-assessment and the view beside it, outcome by outcome."""
    theirs = {each.outcome.pk: each for domain in placed_by_domain(view) for each in domain.placed}
    return [
        (domain, [Beside(each.outcome, each, theirs[each.outcome.pk]) for each in domain.placed])
        for domain in placed_by_domain(view.self_assessment)
    ]


@dataclass(frozen=True)
class Gap:
    """An outcome that could become a goal: what was said of it, and the words that the goal begins with."""

    outcome: Item
    said: list[str]
    aim: str


def gaps(
    pairs: Iterable[tuple[Placed, Placed | None]], words: Mapping[str, str], *, own: int | None
) -> list[Gap]:
    """Of each outcome what the social worker said, and their supervisor where they did.

    More people read a plan than a self-assessment: a goal begins with the reason of who makes it (`own`: 0 is the
    social worker, 1 the supervisor), never with somebody else's.
    """
    found = []
    for placed, other in pairs:
        if rules.is_gap(placed.word, other.word if other else "", scale=list(words)):
            sides = [placed, other]
            mine = sides[own] if own is not None else None
            said = [each.words for each in sides if each and each.words]
            found.append(
                Gap(placed.outcome, said, (mine.reason.strip() if mine else "") or placed.outcome.text)
            )
    return found


def answered(records: Iterable[SelfAssessment], views: QuerySet[SupervisorView]) -> set[int]:
    """The numbers of those beside which, among these views, a supervisor has said something."""
    shared = [each.pk for each in records if each.shared_at]
    said = views.filter(self_assessment__in=shared, status=SupervisorView.Status.SHARED)
    return set(said.values_list("self_assessment", flat=True))


def still_wanted(placed: list[Domain]) -> rules.Wanted:
    return rules.wanted((each.outcome, each.word, each.reason) for domain in placed for each in domain.placed)


def passages_of(record: SelfAssessment | SupervisorView, *, whose: str = "Your") -> list[Passage]:
    """The reasons, in the order of the document: what somebody could be recognised by."""
    placements = record.placements.exclude(reason="").select_related("outcome").order_by("outcome__position")
    return [
        Passage(each.outcome.slug, f"{whose} reason for {each.outcome.code}", each.reason)
        for each in placements
    ]


@dataclass(frozen=True)
class Said:
    """What was said of an outcome at one point: the number and the name of the self-assessment."""

    pk: int
    point: str
    word: str
    reason: str


@dataclass
class Compared:
    """One outcome at every point that the reader may see, in the order of the programme."""

    outcome: Item
    said: list[Said]

    @property
    def has_reasons(self) -> bool:
        return any(each.reason.strip() for each in self.said)


@dataclass(frozen=True)
class Comparison:
    """Points side by side: under each word, the points at which it was chosen."""

    points: list[SelfAssessment]
    words: dict[str, str]
    domains: list[tuple[Domain, list[Compared]]]


def comparison(enrolment: Enrolment, *, seen_by: User, only: Collection[int] = ()) -> Comparison:
    """Every point that the reader may see, or those they chose, in the order in which they were begun."""
    visible = permissions.visible_to(seen_by).filter(enrolment=enrolment).prefetch_related("placements")
    chosen = sorted(visible, key=lambda each: each.created_at)
    if only:
        chosen = [each for each in chosen if each.pk in only]
    said: dict[int, list[Said]] = {}
    for each in chosen:
        for placement in each.placements.all():
            if placement.word or placement.reason.strip():
                one = Said(each.pk, each.name, placement.word, placement.reason)
                said.setdefault(placement.outcome_id, []).append(one)
    return Comparison(
        points=chosen,
        words=words_of(enrolment.rule_book),
        domains=[
            (domain, [Compared(outcome, said.get(outcome.pk, [])) for outcome in domain.outcomes])
            for domain in domains(enrolment.standards)
        ],
    )


def latest_shared(enrolment: Enrolment) -> list[Placement]:
    """What the social worker last shared and is in sight, outcome by outcome; nothing where there is none."""
    shared = SelfAssessment.objects.shared().in_sight().filter(enrolment=enrolment)
    placements = Placement.objects.filter(self_assessment__in=shared)
    newest_first = placements.select_related("self_assessment").order_by("-self_assessment__shared_at")
    found = list(newest_first)
    return [each for each in found if each.self_assessment_id == found[0].self_assessment_id]
