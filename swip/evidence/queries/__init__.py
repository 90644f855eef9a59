"""Questions that the pages of the portfolio, and the rooms above, ask."""

from swip.evidence.queries.files import files_of
from swip.evidence.queries.kinds import kinds_for, kinds_of, newest_wording
from swip.evidence.queries.lists import Line, for_a_list, lines, narrowed, portfolio, waiting_for
from swip.evidence.queries.reading import (
    Answered,
    File,
    Reading,
    Shown,
    answered,
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
from swip.evidence.queries.work import (
    COMPLEXITY_RULE,
    CONTEXTS_RULE,
    complexity_in,
    contexts_in,
    cross_cutting_domains,
)
from swip.evidence.queries.writing import links_of

__all__ = [
from swip.evidence.queries.suggestion import suggestions_for
    "COMPLEXITY_RULE",
    "CONTEXTS_RULE",
    "Answered",
    "File",
    "Line",
    "Reading",
    "Shown",
    "answered",
    "as_handed_in",
    "as_it_stands",
    "complexity_in",
    "contexts_in",
    "cross_cutting_domains",
    "files_of",
    "for_a_list",
    "kinds_for",
    "kinds_of",
    "latest_review",
    "lines",
    "links_of",
    "narrowed",
    "newest_version",
    "newest_wording",
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
    "suggestions_for",
    "texts_in",
