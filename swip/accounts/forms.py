"""What people type when they sign in, join, or look after an organisation."""

from __future__ import annotations

import datetime

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils import timezone

from swip.accounts import queries
from swip.accounts.models import Organisation, Role, Team, User
from swip.accounts.permissions import people_of
from swip.accounts.rules import register_number_from
from swip.govuk.fields import Choice, DateField, ShortText

WRONG_ADDRESS = "Enter an email address in the correct format, like name@example.com"

ROLE_HINTS = {
    Role.PRACTICE_SUPERVISOR: "Supervises social workers, reviews their evidence and writes their progress reviews",
    Role.ASSESSOR: "Recommends whether a social worker has met the standards",
    Role.COORDINATOR: "Registers and pairs people, follows everybody, and invites supervisors and assessors",
    Role.DECISION_MAKER: "Confirms or refuses what an assessor recommends",
    Role.ADMINISTRATOR: "Looks after people, teams and roles, and sees nobody’s record",
    Role.PRINCIPAL_SOCIAL_WORKER: "Looks at whether support is given as promised",
    Role.PROGRAMME_EDITOR: "Drafts and publishes programmes and their rules",
}


def email_field(label: str, **options) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        max_length=254,
        widget=forms.EmailInput(attrs={"spellcheck": "false", **options.pop("attrs", {})}),
        error_messages={
            "required": options.pop("required_message"),
            "invalid": WRONG_ADDRESS,
            "max_length": WRONG_ADDRESS,
        },
        **options,
    )


def code_field(label: str, required_message: str, **options) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "spellcheck": "false",
                "width": 10,
            }
        ),
        error_messages={"required": required_message},
        **options,
    )


# Signing in


class AskForCodeForm(RequestLoginCodeForm):
    email = email_field(
        "Email address",
        help_text="We’ll send a code to this address. You do not need a password.",
        required_message="Enter your email address",
        attrs={"autocomplete": "email"},
    )

    def clean_email(self):
        return super().clean_email().lower()


class EnterCodeForm(ConfirmLoginCodeForm):
    code = code_field("Code from the email", "Enter the code from the email")


class SecondStepForm(AuthenticateForm):
    code = code_field(
        "Code",
        "Enter the code from your app",
        help_text="The 6 digits your app shows now, or a recovery code",
    )


class SecondStepAgainForm(ReauthenticateForm):
    code = SecondStepForm.base_fields["code"]


class TurnOnTwoStepForm(ActivateTOTPForm):
    code = code_field("Code from your app", "Enter the code from your app", help_text="6 digits")


# One's own account


class DetailsForm(forms.Form):
    name = ShortText(
        label="Full name",
        name="Name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Enter your full name"},
    )
    register_number = ShortText(
        label="Social Work England register number",
        name="Register number",
        max_length=20,
        required=False,
        help_text="For example, SW12345. Leave this empty if you are not a registered social worker.",
        widget=forms.TextInput(attrs={"width": 10, "spellcheck": "false"}),
    )

    def __init__(self, *args, person: User, **kwargs):
        super().__init__(
            *args, initial={"name": person.name, "register_number": person.register_number}, **kwargs
        )
        self.person = person
        if person.register_number:
            # Others find somebody's record by it: once known, only who registers people changes it.
            del self.fields["register_number"]

    def clean_register_number(self):
        number = register_number_from(self.cleaned_data["register_number"])
        if not number:
            return ""
        for check in User._meta.get_field("register_number").validators:
            check(number)
        if queries.is_register_number_taken(number, by_other_than=self.person):
            raise forms.ValidationError(
                "Somebody else has this register number. Check it, or ask your coordinator"
            )
        return number


# Organisations and teams


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


# Who is what


class RoleForm(forms.Form):
    """A role in an organisation, perhaps in a team, from one day to another."""

    role = forms.ChoiceField(
        label="Role",
        widget=forms.RadioSelect,
        error_messages={"required": "Select a role"},
    )
    team = forms.ModelChoiceField(
        label="Team (optional)", queryset=Team.objects.none(), required=False, empty_label="No team"
    )
    starts_on = DateField(label="First day", name="First day", help_text="For example, 27 3 2026")
    ends_on = DateField(
        label="Last day (optional)",
        name="Last day",
        required=False,
        help_text="Leave this empty if no end is planned.",
    )

    def __init__(self, *args, organisation: Organisation, roles: list[str], **kwargs):
        kwargs["initial"] = {"starts_on": timezone.localdate()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["role"].choices = [
            (role.value, Choice(role.label, hint=ROLE_HINTS[role])) for role in Role if role in roles
        ]
        self.fields["team"].queryset = organisation.teams.all()
        if not organisation.teams.exists():
            del self.fields["team"]

    def clean(self):
        answers = super().clean()
        starts_on, ends_on = answers.get("starts_on"), answers.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "Last day must be on or after the first day")
        elif ends_on and ends_on < timezone.localdate():
            self.add_error("ends_on", "Last day must be today or in the future")
        return answers

    @property
    def appointment(self) -> dict:
        names = ("role", "team", "starts_on", "ends_on")
        return {name: self.cleaned_data.get(name) for name in names}


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return f"{person} ({person.email})"  # names are not alone in the world


class AppointForm(RoleForm):
    person = PersonField(
        label="Who is it for?",
        queryset=User.objects.none(),
        empty_label="Select a person",
        error_messages={"required": "Select who it is for", "invalid_choice": "Select who it is for"},
    )
    field_order = ["person"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_of(self.organisation)

    def clean(self):
        answers = super().clean()
        person, role = answers.get("person"), answers.get("role")
        if person and role and queries.holds_role(person, self.organisation, role):
            self.add_error("role", f"{person} already has this role. End it first if the dates have changed")
        return answers


class InviteForm(RoleForm):
    name = ShortText(
        label="Full name",
        name="Name",
        max_length=150,
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
        error_messages={"required": "Enter their full name"},
    )
    email = email_field("Email address", required_message="Enter their email address")
    field_order = ["name", "email"]

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean(self):
        answers = super().clean()
        email, role = answers.get("email"), answers.get("role")
        if not email or not role:
            return answers
        if queries.is_invited(email, self.organisation, role):
            self.add_error("email", "They have already been invited to this role. Send that invitation again")
        person = queries.person_with_address(email)
        if person and queries.holds_role(person, self.organisation, role):
            self.add_error("role", f"{person} already has this role here")
        return answers


class EndAppointmentForm(forms.Form):
    when = forms.ChoiceField(
        label="When does it end?",
        choices=[
            ("now", Choice("Now", hint="They lose what the role lets them see as soon as you confirm")),
            ("later", "After a day I choose"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select when it ends"},
    )
    last_day = DateField(label="Last day", name="Last day", required=False)

    def __init__(self, *args, starts_on: datetime.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["last_day"].earliest = max(starts_on, timezone.localdate())

    def clean(self):
        answers = super().clean()
        if answers.get("when") == "now":
            answers["last_day"] = None
            self.errors.pop("last_day", None)
        elif answers.get("when") == "later" and not answers.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", "Enter the last day")
        return answers


class AcceptForm(forms.Form):
    name = ShortText(
        label="Your full name",
        name="Your name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Enter your full name"},
    )
