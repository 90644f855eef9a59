"""What the history of this room says in plain words."""

WORDS = {
    "staffing.capacity_set": "Agreed how many social workers a colleague takes on",
    "staffing.leave_recorded": "Recorded a colleague’s leave",
    "staffing.leave_cancelled": "Cancelled a colleague’s leave",
    "staffing.back_sooner": "Recorded that a colleague is back sooner",
    "staffing.cover_named": "Named who covers during leave",
    "staffing.cover_ended": "Ended a cover during leave",
    "conflict.declared": "Declared a conflict of interest",
    "conflict.ended": "Ended a conflict of interest",
    "handing_over.started": "Began to hand over somebody’s social workers",
    "handing_over.dropped": "Dropped a handing over that was being prepared",
    "handing_over.done": "Handed over somebody’s social workers",
}
PAGES = {"staffing.handingover": "staffing:handing_over", "staffing.away": "staffing:away"}
