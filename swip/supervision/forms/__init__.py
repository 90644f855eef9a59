"""What people type about promises and whether they are kept."""

from swip.supervision.forms.agreements import AgreementForm, EndForm, SignForm
from swip.supervision.forms.ledger import (
    AnswerForm,
    CorrectCancellationForm,
    CorrectProtectedTimeForm,
    CorrectSessionForm,
    CorrectWorkloadForm,
    DisputeForm,
    FollowUpForm,
    ProtectedTimeForm,
    SessionForm,
    WorkloadForm,
)

__all__ = [
    "AgreementForm",
    "AnswerForm",
    "CorrectCancellationForm",
    "CorrectProtectedTimeForm",
    "CorrectSessionForm",
    "CorrectWorkloadForm",
    "DisputeForm",
    "EndForm",
    "FollowUpForm",
    "ProtectedTimeForm",
    "SessionForm",
    "SignForm",
    "WorkloadForm",
]
