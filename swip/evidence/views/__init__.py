"""The pages of the portfolio: written by a social worker, reviewed by their supervisor."""

from swip.evidence.views.comments import (
    look_through_mended_review,
    look_through_mended_showcase,
    mend_review,
    mend_showcase,
    review_out_of_sight,
    showcase_out_of_sight,
    take_review_out_of_sight,
    take_showcase_out_of_sight,
)
from swip.evidence.views.cpd import cpd, cpd_file
from swip.evidence.views.files import file, files, remove_file
from swip.evidence.views.kinds import add_kind, change_kind, kinds, offer_kind
from swip.evidence.views.look_through import look_through
from swip.evidence.views.note_guard import look_through_note, note_out_of_sight, take_note_out_of_sight
from swip.evidence.views.notes import (
    capture,
    check_shared_note,
    lift_note,
    lift_shared_note,
    note,
    notes,
    remove_note,
    remove_shared_note,
    shared_note,
    take_back_note,
    talk_about_note,
    write_note,
    write_shared_note,
)
from swip.evidence.views.offline import capture_offline, capture_worker
from swip.evidence.views.quarantine import (
    black_out,
    file_out_of_sight,
    mend,
    out_of_sight,
    take_out_of_sight,
)
from swip.evidence.views.reading import changes, evidence, portfolio, version, versions
from swip.evidence.views.reviewing import review, waiting
from swip.evidence.views.showcase import answer_showcase, showcase, take_back_showcase_answer
from swip.evidence.views.work import work
from swip.evidence.views.writing import (
    check,
    kind,
    outcomes,
    reasons,
    start,
    start_again,
    suggest,
    withdraw,
    write,
)

__all__ = [
    "add_kind",
    "answer_showcase",
    "black_out",
    "capture",
    "capture_offline",
    "capture_worker",
    "change_kind",
    "changes",
    "check",
    "check_shared_note",
    "cpd",
    "cpd_file",
    "evidence",
    "file",
    "file_out_of_sight",
    "files",
    "kind",
    "kinds",
    "lift_note",
    "lift_shared_note",
    "look_through",
    "look_through_mended_review",
    "look_through_mended_showcase",
    "look_through_note",
    "mend",
    "mend_review",
    "mend_showcase",
    "note",
    "note_out_of_sight",
    "notes",
    "offer_kind",
    "out_of_sight",
    "outcomes",
    "portfolio",
    "reasons",
    "remove_file",
    "remove_note",
    "remove_shared_note",
    "review",
    "review_out_of_sight",
    "shared_note",
    "showcase",
    "showcase_out_of_sight",
    "start",
    "start_again",
    "suggest",
    "take_back_note",
    "take_back_showcase_answer",
    "take_note_out_of_sight",
    "take_out_of_sight",
    "take_review_out_of_sight",
    "take_showcase_out_of_sight",
    "talk_about_note",
    "version",
    "versions",
    "waiting",
    "withdraw",
    "work",
    "write",
    "write_note",
    "write_shared_note",
]
