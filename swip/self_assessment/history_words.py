"""What the history of this room says in plain words."""

WORDS = {
    "self_assessment.view_shared": "Answered a self-assessment",
    "self_assessment.started": "Started a self-assessment",
    "self_assessment.mended": "Put mended words into what was out of sight",
    "self_assessment.shared": "Shared a self-assessment with the practice supervisor",
}
PRIVATE = {"self_assessment.started"}
OWN_PAGES = {
    "self_assessment.selfassessment": "self_assessment:self_assessment",
    "self_assessment.supervisorview": "self_assessment:view",
}
