"""What the history of this room says in plain words."""

WORDS = {
    "enrolment.registered": "Registered the social worker on the programme",
    "enrolment.started": "The programme started",
    "enrolment.supervisor_named": "Named the practice supervisor",
    "enrolment.assessor_named": "Named the assessor",
    "enrolment.supervisor_changed": "Changed the practice supervisor",
    "enrolment.assessor_changed": "Changed the assessor",
    "enrolment.cover_named": "Named who covers during leave",
    "enrolment.cover_ended": "Ended a cover during leave",
    "enrolment.stage_held": "Held a stage of the programme",
    "enrolment.dates_moved": "The dates of the programme moved",
    "enrolment.paused": "Paused the programme",
    "enrolment.extended": "Gave more time",
    "enrolment.completed": "Completed the programme",
    "enrolment.not_completed": "Ended the programme without completing it",
    "enrolment.withdrawn": "Withdrew the social worker from the programme",
    "enrolment.looked": "Looked at the record",
    "person.added": "Added a person",
    "person.register_number_added": "Added a register number",
}
PRIVATE = {"enrolment.looked"}
