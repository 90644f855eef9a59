"""What the history of this room says in plain words."""

WORDS = {
    "calendar.made": "Made a private address for a calendar",
    "calendar.revoked": "Switched off the private address of a calendar",
}
