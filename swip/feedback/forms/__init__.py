"""What people type into the pages of a round, and how a mistake is told."""

from swip.feedback.forms.people import AgreeForm, AgreeMoreForm, PassOnForm, PersonForm
from swip.feedback.forms.questions import QuestionsForm
from swip.feedback.forms.releasing import (
    CommentForm,
    OwnWordsForm,
    ReflectForm,
    ReleaseForm,
    SummaryForm,
)

__all__ = [
    "AgreeForm",
    "AgreeMoreForm",
    "CommentForm",
    "OwnWordsForm",
    "PassOnForm",
    "PersonForm",
    "QuestionsForm",
    "ReflectForm",
    "ReleaseForm",
    "SummaryForm",
]
