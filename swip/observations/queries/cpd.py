"""An agreed observation as an entry for the regulator's yearly record of learning."""

from __future__ import annotations

from swip.govuk.words import month_year
from swip.observations.models import Observation, Part
from swip.observations.queries.reading import SharedPart, reading


def cpd_entry(observation: Observation) -> list[tuple[str, str]]:
    """The social worker's own words, and what was seen: nothing that the observer wrote, and nobody's name."""
    found = reading(observation)
    parts = [
        ("Title", "A direct observation of my practice"),
        ("When", month_year(observation.observed_on)),
        ("What I did", _words(found.parts.get(Part.Kind.PLAN), "about")),
        (
            "What I learned, and what it changes in my practice",
            _words(found.parts.get(Part.Kind.REFLECTION), "reflection", "will_do"),
        ),
        (
            "The standards it belongs to",
            "\n".join(f"{each.outcome.code} {each.outcome.text}" for each in found.seen),
        ),
    ]
    return [(name, words) for name, words in parts if words]


def _words(part: SharedPart | None, *names: str) -> str:
    content = part.version.content if part else {}
    return "\n\n".join(content[name] for name in names if content.get(name))
