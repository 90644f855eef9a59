"""What the history of this room says in plain words."""

WORDS = {
    "review.started": "Started to write a progress review",
    "review.completed": "Completed a progress review",
    "review.change_asked": "Asked for a change to a progress review before signing it",
    "review.signed": "Signed a progress review",
}
PAGES = {"review.signed": "reviews:review"}
OWN_PAGES = {"review.completed": "reviews:review", "review.change_asked": "reviews:review"}
