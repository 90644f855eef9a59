"""What of an observation is looked through before others read it, and how it stands out of sight."""

from __future__ import annotations

from dataclasses import dataclass

from swip.enrolment.queries import colleagues_of
from swip.identifiers.models import Quarantine
from swip.identifiers.queries import Passage, kinds_in_words, open_upon
from swip.observations.models import Observation, Observer, Part, PartVersion

TEXTS = {
    Part.Kind.PLAN: [("about", "What the observer will see"), ("aims", "What to watch for")],
    Part.Kind.SEEN: [("seen", "What was seen"), ("why_complexity", "What made it so")],
    Part.Kind.FEEDBACK: [("went_well", "What went well"), ("do_next", "What to work on")],
    Part.Kind.REFLECTION: [("reflection", "What you make of it"), ("will_do", "What you will do")],
}


def passages_of(part: Part) -> list[Passage]:
    """Everything that was written in a part, each text under the name of its field."""
    if part.kind == Part.Kind.OUTCOMES:
        reasons = sorted(name for name in part.typed if name.startswith("reason_"))
        return [Passage(name, "Words about an outcome", part.typed[name]) for name in reasons]
    return [Passage(name, label, part.typed.get(name, "")) for name, label in TEXTS[Part.Kind(part.kind)]]


def known_names(part: Part) -> list[str]:
    """Colleagues are no children: they are told apart, and so is the observer."""
    names = colleagues_of(part.observation.enrolment)
    return [*names, part.observer.name] if part.observer else names


@dataclass(frozen=True)
class OutOfSight:
    """What the page says of an observation that is out of sight."""

    quarantine: Quarantine
    kinds: list[str]
    is_mended: bool


def out_of_sight(observation: Observation) -> OutOfSight | None:
    """For whoever may see it all the same."""
    quarantine = open_upon(observation) if observation.is_quarantined else None
    if quarantine is None:
        return None
    return OutOfSight(quarantine, kinds_in_words(quarantine.kinds), is_mended(observation, quarantine))


def is_mended(observation: Observation, quarantine: Quarantine) -> bool:
    """Something of it was shared anew since, and nobody is asked to look at it once more."""
    anew = PartVersion.objects.filter(
        part__observation=observation, shared_at__gt=quarantine.started_at
    ).exists()
    is_being_mended = observation.observers.filter(
        status=Observer.Status.ASKED, answered_at__isnull=False
    ).exists()
    return anew and not is_being_mended
