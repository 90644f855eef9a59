"""What the history of this room says in plain words."""

WORDS = {
    "observation.started": "Began an observation of practice",
    "observation.planned": "Planned an observation of practice",
    "observation.plan_changed": "Changed the plan of an observation",
    "observation.observer_asked": "Asked somebody to observe practice",
    "observation.passed_on": "Asked somebody else to observe practice instead",
    "observation.asked_again": "Sent an observer the link again",
    "observation.link_withdrawn": "Withdrew an observer’s link",
    "observation.observer_declined": "Said that they cannot observe",
    "observation.typed_from_paper": "Typed in what an observer wrote on paper",
    "observation.sent": "Sent what they saw in an observation, and their feedback",
    "observation.sent_again": "Sent what they saw in an observation once more",
    "observation.opened_again": "Asked the observer to look at it once more",
    "observation.taken_back": "Took back what they saw in an observation, to change it",
    "observation.reflected": "Shared a reflection upon an observation",
    "observation.family_recorded": "Recorded whether the family agreed to an observation",
    "observation.family_took_back": "Recorded that a family took back its agreement to an observation",
    "observation.agreed": "Agreed an observation: both have signed",
    "observation.cancelled": "Cancelled an observation",
    "observation.resumed": "Took up an observation that had been cancelled",
    "observation.reopened": "Opened an agreed observation again, to mend what is out of sight",
}
# That somebody is writing is nobody else's business.
PRIVATE = {"observation.started"}
# Who from outside was asked is for whoever looks after the social worker.
NEAR = {
    "observation.observer_asked",
    "observation.passed_on",
    "observation.asked_again",
    "observation.link_withdrawn",
    "observation.observer_declined",
}
OWN_PAGES = {"observations.observation": "observations:observation"}
