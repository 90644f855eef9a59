"""What people type about an organisation and its teams."""

from __future__ import annotations

from django import forms

from swip.accounts import queries
from swip.accounts.forms.fields import email_field
from swip.accounts.models import Organisation, Team
from swip.govuk.fields import ShortText


class OrganisationForm(forms.Form):
    name = ShortText(
        label="Name of the organisation",
        name="Name of the organisation",
        max_length=150,
        error_messages={"required": "Enter the name of the organisation"},
    )
    kind = forms.ChoiceField(
        label="What kind of organisation is it?",
        choices=Organisation.Kind.choices,
        widget=forms.RadioSelect(attrs={"small": True}),
        error_messages={"required": "Select what kind of organisation it is"},
    )

    def __init__(self, *args, organisation: Organisation | None = None, **kwargs):
        if organisation:
            kwargs["initial"] = {"name": organisation.name, "kind": organisation.kind}
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_name(self):
        name = self.cleaned_data["name"]
        if queries.is_organisation_named(name, other_than=self.organisation):
            raise forms.ValidationError("There is already an organisation with this name")
        return name


# Only whoever set the service up is the national programme; nobody else becomes it.
OTHER_KINDS = [each for each in Organisation.Kind.choices if each[0] != Organisation.Kind.NATIONAL]


class ChangeOrganisationForm(OrganisationForm):
    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, organisation=organisation, **kwargs)
        if organisation.kind == Organisation.Kind.NATIONAL:
            del self.fields["kind"]
        else:
            self.fields["kind"].choices = OTHER_KINDS


class AddOrganisationForm(OrganisationForm):
    administrator_name = ShortText(
        label="Full name of its first administrator",
        name="Name",
        max_length=150,
        error_messages={"required": "Enter the name of its first administrator"},
    )
    administrator_email = email_field(
        "Email address of its first administrator",
        help_text="We’ll send them an invitation. They then bring in everybody else.",
        required_message="Enter the email address of its first administrator",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = OTHER_KINDS


class SetUpForm(OrganisationForm):
    your_name = ShortText(
        label="Your full name",
        name="Your name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Enter your full name"},
    )
    email = email_field(
        "Your email address",
        help_text="You will sign in with codes sent to this address.",
        required_message="Enter your email address",
        attrs={"autocomplete": "email"},
    )


class TeamForm(forms.Form):
    name = ShortText(
        label="Name of the team",
        name="Name of the team",
        max_length=150,
        error_messages={"required": "Enter the name of the team"},
    )
    service_area = forms.ChoiceField(
        label="What does the team work on?",
        choices=Team.ServiceArea.choices,
        widget=forms.RadioSelect(attrs={"small": True}),
        error_messages={"required": "Select what the team works on"},
    )

    def __init__(self, *args, organisation: Organisation, team: Team | None = None, **kwargs):
        if team:
            kwargs["initial"] = {"name": team.name, "service_area": team.service_area}
        super().__init__(*args, **kwargs)
        self.organisation, self.team = organisation, team

    def clean_name(self):
        name = self.cleaned_data["name"]
        if queries.is_team_named(name, self.organisation, other_than=self.team):
            raise forms.ValidationError("There is already a team with this name")
        return name
