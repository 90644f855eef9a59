"""What the history of this room says in plain words. What was said, and when, stands in none of it."""

WORDS = {
    "voices.codes_made": "Made codes for children, parents and carers",
    "voices.codes_cancelled": "Cancelled codes that nobody had used",
    "voices.given": "Somebody gave answers with a code",
    "voices.taken_back": "Somebody took their answers back",
    "voices.decided": "Decided what becomes of somebody’s answers",
    "voices.hidden": "A batch is not shown any more, because somebody took their answers back",
    "voices.released": "Released what several families said",
    "voices.summary_released": "Released a summary of what families said",
    "voices.summary_changed": "Changed a summary of what families said",
    "voices.taken_apart": "Took a batch apart so that nobody is recognised by it",
    "voices.change_written": "Said what changed because of what families said",
    "voices.procedure_written": "Wrote down what to do when an answer tells of harm",
}
PAGES = {"voices.batch": "voices:batch"}
