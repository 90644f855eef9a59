"""Questions that the pages of the portfolio, and the rooms above, ask."""

from swip.evidence.queries.files import files_of
from swip.evidence.queries.identifying import (
    Guard,
    files_to_look_through,
    guard_of,
    is_mended,
    passages_of,
    texts_in,
    versions_out_of_sight,
    words_found_in,
)
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
from swip.evidence.queries.suggestion import suggestions_for
from swip.evidence.queries.work import (
    COMPLEXITY_RULE,
    CONTEXTS_RULE,
    complexity_in,
    contexts_in,
    cross_cutting_domains,
)
from swip.evidence.queries.writing import links_of

__all__ = [
    "COMPLEXITY_RULE",
    "CONTEXTS_RULE",
    "Answered",
    "File",
    "Guard",
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
    "files_to_look_through",
    "for_a_list",
    "guard_of",
    "is_mended",
    "kinds_for",
    "kinds_of",
    "latest_review",
    "lines",
    "links_of",
    "narrowed",
    "newest_version",
    "newest_wording",
    "passages_of",
    "portfolio",
    "reading",
    "reading_of",
    "review_draft",
    "review_of",
    "review_to_answer",
    "side_by_side",
    "suggestions_for",
    "texts_in",
    "version_of",
    "versions_of",
    "versions_out_of_sight",
    "waiting_for",
    "was_just_said",
    "words_found_in",
]
