"""What somebody takes from a round, as an entry for the regulator's yearly record of learning."""

from __future__ import annotations

from swip.feedback.models import Reflection
from swip.govuk.words import month_year


def cpd_entry(reflection: Reflection) -> list[tuple[str, str]]:
    """The social worker's own words: nothing that anybody answered."""
    return [
        ("Title", "Feedback on my practice from colleagues and partner agencies"),
        ("When", month_year(reflection.round.closed_at)),
        (
            "What I did",
            "I asked people I work with how they see my practice, and talked about their answers.",
        ),
        ("What I learned, and what it changes in my practice", reflection.words),
    ]
