"""How somebody's time on a programme may have gone, by the names that the cast uses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """What there is to see of one social worker's time on a programme."""

    pieces_a_month: float = 1.7
    waiting: int = 1  # handed in, not read yet
    returned: int = 0
    withdrawn: int = 0
    drafts: int = 1
    last_review: str = "signed"  # or "completed", "change_asked", "draft", "missed"
    newest_self_assessment: str = "shared"  # or "private", "missing"
    is_worried: bool = False
    time: str = ""  # or "part_time", "leave_ahead", "back_from_leave", "was_ill", "is_ill"
    has_supervisor: bool = True
    support: float = 1.0  # how much of what was promised was given
    agreement: str = "signed"  # or "offered", "none"
    disputes: bool = False
    # or "recommending", "to_be_decided", "returned", "met", "not_met", "extend", "withdrawn", "paused"
    ending: str = ""

    @property
    def is_whole(self) -> bool:
        """There is evidence for every outcome."""
        return self.ending in {"recommending", "to_be_decided", "returned", "met"}


STORIES = {
    "not_started": Story(0, waiting=0, drafts=0),
    "no_supervisor": Story(0, waiting=0, drafts=1, newest_self_assessment="private", has_supervisor=False),
    "just_started": Story(1.0, newest_self_assessment="private", agreement="offered"),
    "on_track": Story(),
    "review_near": Story(last_review="draft", waiting=2),
    "sent_back": Story(returned=1, support=0.96),
    "behind": Story(
        0.6, waiting=0, last_review="missed", newest_self_assessment="missing", support=0.45, agreement="none"
    ),
    "waiting_to_sign": Story(last_review="completed"),
    "change_asked": Story(last_review="change_asked", support=0.9),
    "took_one_back": Story(withdrawn=1, support=0.92),
    "worried": Story(0.9, waiting=2, is_worried=True, support=0.6, disputes=True),
    "part_time": Story(1.2, time="part_time"),
    "leave_ahead": Story(time="leave_ahead"),
    "back_from_leave": Story(1.4, time="back_from_leave"),
    "was_ill": Story(time="was_ill"),
    "is_ill": Story(time="is_ill", waiting=0),
    "paused": Story(ending="paused", waiting=0),
    "withdrawn": Story(1.2, ending="withdrawn", waiting=0, drafts=0),
    "recommending": Story(2, ending="recommending", waiting=0, drafts=0),
    "to_be_decided": Story(2, ending="to_be_decided", waiting=0, drafts=0),
    "recommendation_returned": Story(2, ending="returned", waiting=0, drafts=0),
    "completed": Story(2, ending="met", waiting=0, drafts=0),
    "not_met": Story(0.8, ending="not_met", waiting=0, drafts=0, is_worried=True),
    "extended": Story(1.1, ending="extend"),
}
