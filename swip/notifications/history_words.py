"""What the history of this room says in plain words."""

WORDS = {
    "message.sent_again": "Asked for a message to be sent again",
    "choices.changed": "Changed when to be reminded by email",
}
