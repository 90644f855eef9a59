"""Questions that the pages of the portfolio, and the rooms above, ask."""

from swip.evidence.queries.files import files_of
from swip.evidence.queries.lists import Line, for_a_list, lines, narrowed, portfolio, waiting_for
from swip.evidence.queries.reading import (
    File,
    Reading,
    Shown,
    as_handed_in,
    as_it_stands,
    newest_version,
    reading,
    reading_of,
    side_by_side,
    version_of,
    versions_of,
)
from swip.evidence.queries.reviewing import (
    latest_review,
    review_draft,
    review_of,
    review_to_answer,
    was_just_said,
)
from swip.evidence.queries.writing import kinds, links_of

__all__ = [
    "File",
    "Line",
    "Reading",
    "Shown",
    "as_handed_in",
    "as_it_stands",
    "files_of",
    "for_a_list",
    "kinds",
    "latest_review",
    "lines",
    "links_of",
    "narrowed",
    "newest_version",
    "portfolio",
    "reading",
    "reading_of",
    "review_draft",
    "review_of",
    "review_to_answer",
    "side_by_side",
    "version_of",
    "versions_of",
    "waiting_for",
    "was_just_said",
]
