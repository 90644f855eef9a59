"""What the history of this room says in plain words."""

WORDS: dict[str, str] = {}
