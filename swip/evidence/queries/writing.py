"""What the pages ask of somebody who writes."""

from __future__ import annotations

from swip.evidence.models import Evidence, EvidenceOutcome


def links_of(evidence: Evidence) -> list[EvidenceOutcome]:
    """The outcomes a piece is linked to, with the reason for each, in the order of the standards."""
    return list(evidence.outcome_links.select_related("outcome").defer("outcome__search"))
