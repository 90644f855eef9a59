"""Pages for assessing oneself, and for the supervisor with whom it was shared."""

from swip.self_assessment.views.out_of_sight import (
    look_through_mended,
    look_through_mended_view,
    mend,
    mend_view,
    out_of_sight,
    take_out_of_sight,
    take_view_out_of_sight,
    view_out_of_sight,
)
from swip.self_assessment.views.pages import (
    answer,
    compare,
    domain,
    look_through,
    look_through_view,
    overview,
    self_assessment,
    share,
    share_view,
    start,
    view,
    view_domain,
)

__all__ = [
    "answer",
    "compare",
    "domain",
    "look_through",
    "look_through_mended",
    "look_through_mended_view",
    "look_through_view",
    "mend",
    "mend_view",
    "out_of_sight",
    "overview",
    "self_assessment",
    "share",
    "share_view",
    "start",
    "take_out_of_sight",
    "take_view_out_of_sight",
    "view",
    "view_domain",
    "view_out_of_sight",
]
