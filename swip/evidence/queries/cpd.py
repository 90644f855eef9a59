"""A finished piece as an entry for the regulator's yearly record of learning: text to copy, and a file."""

from __future__ import annotations

from swip.evidence.models import Evidence
from swip.evidence.queries.reading import reading
from swip.govuk.words import month_year


def cpd_entry(evidence: Evidence) -> list[tuple[str, str]]:
    """The parts that the regulator's form asks for, each with its words; no name of a supervisor or a family."""
    now = reading(evidence)
    shown = "\n\n".join(f"{each.text}: {each.reason}" for each in now.outcomes)
    answers = "\n\n".join(f"{each.question}\n{each.answer}" for each in now.answers)
    parts = [
        ("Title", now.title),
        ("When", month_year(now.happened_on) if now.happened_on else ""),
        ("What I did", "\n\n".join(filter(None, [now.what_happened, answers]))),
        ("What I learned, and what it changes in my practice", now.what_it_shows),
        ("The standards it belongs to", shown),
    ]
    return [(name, words) for name, words in parts if words]
