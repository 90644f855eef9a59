"""What people type when they sign in, join, or look after an organisation, one file for each subject."""

from swip.accounts.forms.colleagues import ColleaguesForm
from swip.accounts.forms.organisations import (
    AddOrganisationForm,
    ChangeOrganisationForm,
    OrganisationForm,
    SetUpForm,
    TeamForm,
)
from swip.accounts.forms.register import ExtractForm, RegisterCheckForm
from swip.accounts.forms.roles import (
    AcceptForm,
    AppointForm,
    ChangeTeamForm,
    EndAppointmentForm,
    InviteForm,
    PersonField,
    RenewForm,
    RoleForm,
)
from swip.accounts.forms.sign_in import (
    AskForCodeForm,
    DetailsForm,
    EnterCodeForm,
    SecondStepAgainForm,
    SecondStepForm,
    TurnOnTwoStepForm,
)

__all__ = [
    "AcceptForm",
    "AddOrganisationForm",
    "AppointForm",
    "AskForCodeForm",
    "ChangeOrganisationForm",
    "ChangeTeamForm",
    "ColleaguesForm",
    "DetailsForm",
    "EndAppointmentForm",
    "EnterCodeForm",
    "ExtractForm",
    "InviteForm",
    "OrganisationForm",
    "PersonField",
    "RegisterCheckForm",
    "RenewForm",
    "RoleForm",
    "SecondStepAgainForm",
    "SecondStepForm",
    "SetUpForm",
    "TeamForm",
    "TurnOnTwoStepForm",
]
