"""What people type when somebody becomes something, or is it no longer."""

from __future__ import annotations

import datetime

from django import forms
from django.utils import timezone

from swip.accounts import queries
from swip.accounts.forms.fields import email_field
from swip.accounts.models import Organisation, Role, Team, User
from swip.accounts.permissions import people_of
from swip.govuk.fields import Choice, DateField, ShortText

ROLE_HINTS = {
    Role.PRACTICE_SUPERVISOR: "Supervises social workers, reviews their evidence and writes their progress reviews",
    Role.ASSESSOR: "Recommends whether a social worker has met the standards",
    Role.COORDINATOR: "Registers and pairs people, follows everybody, and invites supervisors and assessors",
    Role.DECISION_MAKER: "Confirms or refuses what an assessor recommends",
    Role.ADMINISTRATOR: "Looks after people, teams and roles, and sees nobody’s record",
    Role.PRINCIPAL_SOCIAL_WORKER: "Looks at whether support is given as promised",
    Role.DATA_PROTECTION_LEAD: "Is told when something that could identify a child or family is found in a record",
    Role.PROGRAMME_EDITOR: "Drafts and publishes programmes and their rules",
}


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
        self.fields["team"].queryset = organisation.teams.open()
        if not organisation.teams.open().exists():
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


class RenewForm(forms.Form):
    """How long a role goes on. One that is over begins anew on a first day."""

    first_day = DateField(label="First day", name="First day", help_text="For example, 27 3 2026")
    until = forms.ChoiceField(
        label="How long does it go on?",
        choices=[("open", "No end is planned"), ("day", "Until a day I choose")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how long it goes on"},
    )
    last_day = DateField(label="Last day", name="Last day", required=False)

    def __init__(self, *args, ends_on: datetime.date, is_over: bool, **kwargs):
        kwargs["initial"] = {"first_day": timezone.localdate()}
        super().__init__(*args, **kwargs)
        if is_over:
            self.fields["first_day"].earliest = ends_on
            self.fields["last_day"].earliest = timezone.localdate()
        else:
            del self.fields["first_day"]
            self.fields["last_day"].earliest = ends_on + datetime.timedelta(days=1)

    def clean(self):
        answers = super().clean()
        if answers.get("until") == "open":
            answers["last_day"] = None
            self.errors.pop("last_day", None)
        elif answers.get("until") == "day" and not answers.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", "Enter the last day")
        first, last = answers.get("first_day"), answers.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "Last day must be on or after the first day")
        return answers


class ChangeTeamForm(forms.Form):
    team = forms.ModelChoiceField(
        label="Team", queryset=Team.objects.none(), required=False, empty_label="No team"
    )

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = organisation.teams.open()


class AcceptForm(forms.Form):
    name = ShortText(
        label="Your full name",
        name="Your name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Enter your full name"},
    )
