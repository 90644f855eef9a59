"""Pages of the development plan: its goals, what each side does for them, and how it was renewed."""

from swip.plans.views.out_of_sight import (
    goal_out_of_sight,
    look_through_mended_goal,
    look_through_mended_version,
    mend_goal,
    mend_version,
    take_goal_out_of_sight,
    take_version_out_of_sight,
    version_out_of_sight,
)
from swip.plans.views.pages import (
    action,
    add_action,
    add_goal,
    close_goal,
    goal,
    move_action,
    plan,
    renew,
    reopen_goal,
    take_up_action,
    version,
)

__all__ = [
    "action",
    "add_action",
    "add_goal",
    "close_goal",
    "goal",
    "goal_out_of_sight",
    "look_through_mended_goal",
    "look_through_mended_version",
    "mend_goal",
    "mend_version",
    "move_action",
    "plan",
    "renew",
    "reopen_goal",
    "take_goal_out_of_sight",
    "take_up_action",
    "take_version_out_of_sight",
    "version",
    "version_out_of_sight",
]
