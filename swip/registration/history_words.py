"""What the history of this room says in plain words."""

WORDS = {
    "registration.started": "Began to register somebody",
    "registration.deleted": "Deleted a registration that was not finished",
    "registration.file_sent": "Sent a file of people to register",
    "registration.file_confirmed": "Confirmed a file of people to register",
    "registration.file_finished": "Finished registering people from a file",
    "registration.file_deleted": "Deleted a file of people to register",
    "registration.file_emptied": "Deleted what was left of a file of people",
}
