"""What the history of this room says in plain words."""

WORDS = {
    "programme.added": "Added a programme",
    "programme.renamed": "Gave a programme another name",
    "rule-book.loaded": "Loaded a rule book",
    "rule-book.drafted": "Began a new version of the rules",
    "rule-book.discarded": "Threw a draft of the rules away",
    "rule-book.published": "Published a version of the rules",
    "rule-book.superseded": "Ended a version of the rules",
    "rule.changed": "Changed a rule of a draft",
    "rule.dropped": "Dropped a rule from a draft",
    "rule.kept": "Took a dropped rule up again",
    "stage.changed": "Changed a stage of a draft",
}
