"""What the history of this room says in plain words."""

WORDS = {
    "evidence.started": "Started a piece of evidence",
    "evidence.file_added": "Added a file to a piece of evidence",
    "evidence.file_removed": "Removed a file from a piece of evidence",
    "evidence.submitted": "Handed in evidence",
    "evidence.resubmitted": "Handed in evidence again, after comments",
    "evidence.withdrawn": "Withdrew evidence",
    "evidence.started_again": "Started again on withdrawn evidence",
    "evidence.accepted": "Accepted evidence",
    "evidence.returned": "Sent evidence back with comments",
    "evidence.draft_withdrawn": "Withdrew a draft that nobody else had read",
}
# That somebody is writing, and how often they begin again, is nobody else's business.
PRIVATE = {
    "evidence.started",
    "evidence.file_added",
    "evidence.file_removed",
    "evidence.started_again",
    "evidence.draft_withdrawn",
}
OWN_PAGES = {"evidence.evidence": "evidence:evidence"}
