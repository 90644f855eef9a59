"""What the history of this room says in plain words."""

WORDS = {
    "quarantine.started": "Took it out of sight, as somebody could be recognised",
    "quarantine.ended": "Brought it back into sight",
    "quarantine.blacked_out": "Blacked out words by which somebody could be recognised",
}
