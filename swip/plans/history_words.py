"""What the history of this room says in plain words."""

WORDS = {
    "plan.goal_set": "Set a goal in the development plan",
    "plan.goal_changed": "Changed the words of a goal",
    "plan.goal_reached": "Recorded that a goal was reached",
    "plan.goal_dropped": "Recorded that a goal is no longer worked on",
    "plan.goal_reopened": "Took up a goal again",
    "plan.action_set": "Added an action to a goal",
    "plan.action_done": "Recorded that an action was done",
    "plan.action_not_done": "Recorded that an action was not done",
    "plan.action_taken_up": "Took up an action again",
    "plan.action_moved": "Moved the day of an action",
    "plan.goal_mended": "Put mended words into a goal that was out of sight",
    "plan.version_mended": "Put mended words into a kept version of the plan",
    "plan.renewed": "Renewed the development plan",
}
NEAR = {"plan.action_moved"}
OWN_PAGES = {"plans.goal": "plans:goal"}
