"""What the history of this room says in plain words."""

WORDS = {
    "recommendation.started": "Began the assessor’s recommendation",
    "recommendation.submitted": "Handed in a recommendation",
    "recommendation.returned": "Sent the recommendation back to the assessor",
    "decision.met": "Decided for the employer that the standards are met",
    "decision.not_met": "Decided for the employer that the standards are not met",
    "decision.extend": "Decided for the employer to extend the programme",
}
PAGES = {"assessment.decision": "assessment:decision"}
