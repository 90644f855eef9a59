"""What the history of this room says in plain words."""

WORDS = {
    "saved_view.kept": "Saved a view of their cohort",
    "saved_view.changed": "Changed a saved view of their cohort",
    "saved_view.deleted": "Deleted a saved view of their cohort",
}
