"""What the history of this room says in plain words. That somebody answered is never in it."""

WORDS = {
    "feedback.round_started": "Began a round of feedback",
    "feedback.own_view_given": "Gave their own view, before a round of feedback",
    "feedback.round_stopped": "Gave up a round of feedback before anybody was asked",
    "feedback.list_proposed": "Sent the list of people to ask for feedback to the supervisor",
    "feedback.list_taken_back": "Took back the list of people to ask for feedback",
    "feedback.list_sent_back": "Sent back the list of people to ask for feedback",
    "feedback.round_opened": "Agreed whom to ask for feedback, and opened the round",
    "feedback.more_asked": "Agreed whom else to ask for feedback",
    "feedback.round_reminded": "Had people reminded of a round of feedback",
    "feedback.round_extended": "Kept a round of feedback open longer",
    "feedback.round_closed_valid": "A round of feedback closed with enough answers",
    "feedback.round_closed_too_few": "A round of feedback closed with too few answers",
    "feedback.invitation_sent_again": "Sent an invitation to give feedback again",
    "feedback.invitation_passed_on": "Passed an invitation to give feedback on to somebody else",
    "feedback.round_released": "Released a round of feedback, after talking about it",
    "feedback.comment_decided_anew": "Changed how a comment of a round of feedback was released",
    "feedback.summary_reworded": "Reworded what was said about a round of feedback",
    "feedback.own_view_reworded": "Reworded their own view, by which somebody could be recognised",
    "feedback.reflection_shared": "Shared what they take from a round of feedback",
    "feedback.reflection_taken_back": "Took back what they take from a round of feedback",
}
PRIVATE = {"feedback.round_started", "feedback.own_view_given", "feedback.round_stopped"}
NEAR = {"feedback.list_sent_back", "feedback.round_opened", "feedback.more_asked"}
OWN_PAGES = {"feedback.round": "feedback:round"}
