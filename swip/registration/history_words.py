"""What the history of this room says in plain words."""

WORDS = {
    "registration.started": "Began to register somebody",
    "registration.deleted": "Deleted a registration that was not finished",
}
