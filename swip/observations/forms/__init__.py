"""What people type about an observation, one file for each side."""

from swip.observations.forms.asking import AskForm, CancelForm, DeclineForm, LookAgainForm
from swip.observations.forms.family import FamilyForm, FamilyTookBackForm
from swip.observations.forms.parts import (
    FeedbackForm,
    OutcomesForm,
    PartForm,
    PlanForm,
    ReflectionForm,
    SeenForm,
    form_for,
)

__all__ = [
    "AskForm",
    "CancelForm",
    "DeclineForm",
    "FamilyForm",
    "FamilyTookBackForm",
    "FeedbackForm",
    "LookAgainForm",
    "OutcomesForm",
    "PartForm",
    "PlanForm",
    "ReflectionForm",
    "SeenForm",
    "form_for",
]
