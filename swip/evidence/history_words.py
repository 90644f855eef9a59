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
    "evidence.looked_through": "Decided about what somebody could be recognised by in evidence",
    "evidence.taken_to_mend": "Took evidence that was out of sight to mend it",
    "evidence.draft_withdrawn": "Withdrew a draft that nobody else had read",
    "evidence.note_kept": "Kept a note",
    "evidence.note_removed": "Removed a note",
    "evidence.note_shared": "Shared a note for supervision",
    "evidence.note_taken_back": "Took a shared note back",
    "evidence.shared_note_removed": "Removed a note that was for supervision",
    "evidence.note_talked_about": "Talked about a note in supervision",
    "evidence.note_put_back": "Put a note back on the agenda",
}
# That somebody is writing, and how often they begin again, is nobody else's business.
PRIVATE = {
    "evidence.looked_through",
    "evidence.taken_to_mend",
    "evidence.started",
    "evidence.file_added",
    "evidence.file_removed",
    "evidence.started_again",
    "evidence.draft_withdrawn",
    "evidence.note_kept",
    "evidence.note_removed",
    "evidence.note_shared",
    "evidence.note_taken_back",
    "evidence.shared_note_removed",
    "evidence.note_talked_about",
    "evidence.note_put_back",
}
OWN_PAGES = {
    "evidence.evidence": "evidence:evidence",
    "evidence.note": "evidence:note",
    "evidence.sharednote": "evidence:shared_note",
}
