"""Questions that pages ask about observations, one file for each kind of question."""

from swip.observations.queries.asking import addresses_never_asked, what_they_are
from swip.observations.queries.counting import seen_outcomes
from swip.observations.queries.cpd import cpd_entry
from swip.observations.queries.identifying import is_mended, known_names, out_of_sight, passages_of
from swip.observations.queries.reading import (
    Reading,
    SharedPart,
    aimed_for,
    complexities_of,
    contexts_of,
    current_observer,
    draft_of,
    drafts_of,
    for_observer,
    for_others,
    is_answered,
    is_sent,
    reading,
    setting_words,
    settings_of,
    stages_of,
)
from swip.observations.queries.standing import rules_of, standing_of, standings_of
from swip.observations.queries.waiting import (
    asked_for_coordinator,
    late_observers,
    observations_of,
    waiting_for_observer,
)

__all__ = [
    "Reading",
    "SharedPart",
    "addresses_never_asked",
    "aimed_for",
    "asked_for_coordinator",
    "complexities_of",
    "contexts_of",
    "cpd_entry",
    "current_observer",
    "draft_of",
    "drafts_of",
    "for_observer",
    "for_others",
    "is_answered",
    "is_mended",
    "is_sent",
    "known_names",
    "late_observers",
    "observations_of",
    "out_of_sight",
    "passages_of",
    "reading",
    "rules_of",
    "seen_outcomes",
    "setting_words",
    "settings_of",
    "stages_of",
    "standing_of",
    "standings_of",
    "waiting_for_observer",
    "what_they_are",
]
