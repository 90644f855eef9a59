"""One observation as it is read: what was shared of it, and how far it has come."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from swip.enrolment.queries import value_or
from swip.govuk.words import date_in_words
from swip.observations.models import (
    Observation,
    ObservedOutcome,
    Observer,
    Part,
    PartVersion,
    Signature,
)
from swip.observations.rules import Missing, Stage, missing, stage_of
from swip.programmes.models import RuleBook

OF_ENROLMENT = [
    "enrolment__social_worker",
    "enrolment__programme",
    "enrolment__rule_book__programme",
    "enrolment__standards__framework",
]
# The same from an observer, with who they are.
OF_OBSERVER = ["person", "typed_by", *(f"observation__{name}" for name in OF_ENROLMENT)]
SHORT = {
    "planned_for": "When",
    "observed_on": "When",
    "how": "How",
    "setting": "Setting",
    "contexts": "Kinds of work",
}
LONG = {
    "about": "What the observer will see",
    "aims": "What to watch for",
    "seen": "What the observer saw",
    "complexity": "How complex the work was",
    "why_complexity": "What made it so",
    "went_well": "What went well",
    "do_next": "What to do differently, or work on next",
    "reflection": "What the social worker makes of it",
    "will_do": "What they will do differently",
}


@dataclass(frozen=True)
class SharedPart:
    """A part as its newest version has it, in words."""

    kind: str
    facts: list[tuple[str, str]]
    texts: list[tuple[str, str]]
    version: PartVersion
    is_being_changed: bool

    @property
    def by(self) -> str:
        return self.version.by_name

    def is_of(self, observer: Observer | None) -> bool:
        """Theirs, or the social worker's."""
        return self.version.part.observer_id in (None, observer.pk if observer else None)


@dataclass(frozen=True)
class Reading:
    """Everything of one observation that others than its writers may read."""

    parts: dict[str, SharedPart]
    outcomes: list[ObservedOutcome]
    observer: Observer | None
    # Who was asked last and cannot do it, as long as nobody else is asked.
    declined: Observer | None
    signatures: list[Signature]
    stage: Stage
    # What somebody had sent in whose place another was asked, and has sent theirs.
    earlier: list[SharedPart] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)

    @property
    def is_observed(self) -> bool:
        return self.observer is not None and self.observer.has_answered

    @property
    def seen(self) -> list[ObservedOutcome]:
        return [each for each in self.outcomes if each.answer == ObservedOutcome.Answer.SEEN]

    @property
    def set_aside(self) -> list[ObservedOutcome]:
        return [each for each in self.outcomes if each.answer == ObservedOutcome.Answer.SET_ASIDE]


def current_observer(observation: Observation) -> Observer | None:
    """Who is asked, or has answered."""
    found = observation.observers.current().select_related("person", "typed_by")
    observer = found.first()
    if observer:
        observer.observation = observation
    return observer


def reading(observation: Observation) -> Reading:
    observers = list(observation.observers.select_related("person", "typed_by"))
    observer = next((each for each in observers if each.is_current), None)
    sent = [each for each in observers if each.answered_at is not None]
    declined = observers[-1] if observers and observers[-1].has_declined else None
    if observer:
        observer.observation = observation
    versions = (
        PartVersion.objects.filter(part__observation=observation)
        .select_related("part", "by", "typed_by")
        .order_by("part_id", "-number")
        .distinct("part")
    )
    # Until somebody else has sent theirs, what an observer has sent is what there is to read.
    writer = sent[-1] if sent and (observer is None or observer.answered_at is None) else observer
    readable = {None} | ({writer.pk} if writer else set())
    found = [(each.part, _shared(each, observation, observer)) for each in versions]
    parts = {part.kind: shared for part, shared in found if part.observer_id in readable}
    earlier = [shared for part, shared in found if part.observer_id not in readable]
    signatures = observation.signatures.filter(round=observation.round).select_related("person")
    is_observed = observer is not None and observer.has_answered
    reflection = parts.get(Part.Kind.REFLECTION)
    return Reading(
        parts=parts,
        earlier=earlier,
        outcomes=list(observation.outcomes.select_related("outcome")),
        observer=observer,
        declined=declined,
        signatures=list(signatures),
        stage=stage_of(
            observation.status,
            is_planned=Part.Kind.PLAN in parts,
            is_observed=is_observed,
            is_reflected=reflection is not None,
            family=observation.family,
        ),
        missing=missing(
            is_planned=Part.Kind.PLAN in parts,
            has_observer=observer is not None,
            is_observed=is_observed,
            is_reflected=reflection is not None,
            family=observation.family,
        ),
    )


def for_observer(found: Reading) -> Reading:
    """What another observer saw before is not read by who is to say what they see themselves."""
    if found.is_observed:
        return replace(found, earlier=[])
    parts = {kind: part for kind, part in found.parts.items() if part.is_of(found.observer)}
    return replace(found, parts=parts, earlier=[])


def for_others(found: Reading, observation: Observation) -> Reading:
    """Where the family said no, that there was an observation, who signed it and why it does not count."""
    if observation.is_cancelled and observation.family_said_no:
        return replace(found, parts={}, outcomes=[], earlier=[])
    return found


def _shared(version: PartVersion, observation: Observation, observer: Observer | None) -> SharedPart:
    book = observation.enrolment.rule_book
    content = version.content if isinstance(version.content, dict) else {}
    # Outcomes are a list, each with what was said of it.
    answers = version.content if isinstance(version.content, list) else []
    return SharedPart(
        kind=version.part.kind,
        facts=[(SHORT[name], _words(name, content[name], book)) for name in SHORT if content.get(name)],
        texts=[(LONG[name], _words(name, content[name], book)) for name in LONG if content.get(name)]
        + [
            (f"{each['code']}: {ObservedOutcome.Answer(each['answer']).label.lower()}", each["reason"])
            for each in answers
        ],
        version=version,
        is_being_changed=not version.part.is_done
        and observer is not None
        and version.part.observer_id == observer.pk,
    )


def _words(name: str, value: Any, book: RuleBook) -> str:
    if name in ("planned_for", "observed_on"):
        return date_in_words(datetime.date.fromisoformat(value))
    if name == "how":
        return str(Observation.How(value).label)
    if name == "contexts":
        known = dict(value_or(book, "work.contexts", []))
        return ", ".join(known.get(code, code) for code in value)
    if name == "setting":
        return setting_words(book, value)
    if name == "complexity":
        return dict(value_or(book, "work.complexity", [])).get(value, value)
    return value


def setting_words(book: RuleBook, code: str) -> str:
    """As the rule book calls it; a code that it has lost since stays readable."""
    known = dict(value_or(book, "observation.settings", []))
    return known.get(code, code.replace("_", " ").capitalize())


def draft_of(observation: Observation, kind: str, observer: Observer | None = None) -> Part | None:
    """A part as its writer has it before them."""
    part = observation.parts.filter(kind=kind, observer=observer).first()
    if part:
        part.observation = observation
        if observer:
            part.observer = observer
    return part


def drafts_of(observation: Observation, *, is_own: bool, is_observer: bool) -> dict[str, Part]:
    """What this reader is writing themselves: nobody sees another's drafts."""
    if is_own:
        return {each.kind: each for each in observation.parts.filter(observer=None)}
    observer = current_observer(observation) if is_observer else None
    return {each.kind: each for each in observer.parts.all()} if observer else {}


def settings_of(book: RuleBook) -> list[str]:
    return [words for _, words in value_or(book, "observation.settings", [])]


def contexts_of(book: RuleBook) -> list[str]:
    return [words for _, words in value_or(book, "work.contexts", [])]


def complexities_of(book: RuleBook) -> list[str]:
    return [words for _, words in value_or(book, "work.complexity", [])]


def aimed_for(observation: Observation) -> list[int]:
    return list(observation.outcomes.filter(is_aimed_for=True).values_list("outcome_id", flat=True))


def is_answered(observation: Observation) -> bool:
    """Whether an observer has said which outcomes they saw: then nobody takes one out that was not seen."""
    return observation.outcomes.exclude(answer="").exists()


def is_sent(observation: Observation) -> bool:
    """Whether an observer has sent what they saw: from then on it stays readable, whatever comes of it."""
    return PartVersion.objects.filter(part__observation=observation, part__observer__isnull=False).exists()


def stages_of(observations: Iterable[Observation]) -> dict[int, Stage]:
    """How far each has come, in two questions for all of them."""
    by_number = {each.pk: each for each in observations}
    shared = set(
        Part.objects.filter(observation__in=by_number, observer=None, done_at__isnull=False).values_list(
            "observation", "kind"
        )
    )
    answered = set(
        Observer.objects.filter(observation__in=by_number, status=Observer.Status.ANSWERED).values_list(
            "observation", flat=True
        )
    )
    return {
        pk: stage_of(
            each.status,
            is_planned=(pk, Part.Kind.PLAN.value) in shared,
            is_observed=pk in answered,
            is_reflected=(pk, Part.Kind.REFLECTION.value) in shared,
            family=each.family,
        )
        for pk, each in by_number.items()
    }
