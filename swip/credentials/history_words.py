"""What the history of this room says in plain words."""

WORDS = {
    "award.made": "Made an award",
    "award.revoked": "Revoked an award",
}
