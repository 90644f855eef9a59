"""What the history of this room says in plain words."""

WORDS = {
    "message.sent_again": "Asked for a message to be sent again",
}
