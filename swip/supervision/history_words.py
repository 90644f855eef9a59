"""What the history of this room says in plain words."""

WORDS = {
    "agreement.started": "Began to write the support agreement",
    "agreement.offered": "Offered the support agreement for signature",
    "agreement.taken_back": "Took the support agreement back to change it",
    "agreement.signed": "Signed the support agreement",
    "agreement.refused": "Did not sign the support agreement",
    "agreement.in_force": "The support agreement came into force",
    "agreement.replaced": "A newer support agreement took the place of this one",
    "agreement.ended": "Ended the support agreement",
    "supervision.session_entered": "Entered a supervision session",
    "supervision.session_planned": "Planned a supervision session",
    "supervision.session_held": "Said that a planned supervision session took place",
    "supervision.session_cancelled": "Cancelled a supervision session",
    "supervision.protected_time_entered": "Entered the protected time of a week",
    "supervision.workload_entered": "Entered the workload",
    "supervision.entry_agreed": "Agreed to an entry about support",
    "supervision.entry_disputed": "Said that an entry about support is not right",
    "supervision.dispute_answered": "Answered what was said about an entry",
    "supervision.dispute_settled": "Settled what was said about an entry",
    "supervision.entry_corrected": "Corrected an entry about support",
    "supervision.entry_taken_back": "Took back an entry about support that was a mistake",
}
PAGES = {"supervision.supportagreement": "supervision:agreement"}
