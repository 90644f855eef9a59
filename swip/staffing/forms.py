"""What a coordinator types about colleagues: limits, leave, handing over, conflicts."""

from __future__ import annotations

import datetime

from django import forms
from django.utils import timezone

from swip.accounts.models import User
from swip.govuk.fields import DateField, ShortText
from swip.staffing.models import MOST_OF_ALL
from swip.staffing.queries.board import ONLY

LONGEST_LEAVE = datetime.timedelta(days=3 * 366)
FAR = datetime.timedelta(days=366)


def today() -> datetime.date:
    return timezone.localdate()


def a_year_from_now() -> datetime.date:
    return today() + FAR


class BoardFilter(forms.Form):
    """Which part of the board; empty, all of it."""

    name = ShortText(label="Name", max_length=150, required=False)
    team = forms.ChoiceField(label="Team", required=False)
    only = forms.ChoiceField(
        label="Only who",
        choices=[("", "Everybody"), *[(code, words) for code, (words, _) in ONLY.items()]],
        required=False,
    )

    def __init__(self, data=None, *, teams):
        super().__init__(data)
        self.fields["team"].choices = [("", "Every team"), *[(str(each.pk), each.name) for each in teams]]

    @property
    def chosen(self) -> dict[str, str]:
        """What cannot be understood filters nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class CapacityForm(forms.Form):
    """How many somebody takes on at most, from when."""

    which = forms.ChoiceField(
        label="How many social workers at most?",
        widget=forms.RadioSelect(attrs={"label_size": "m"}),
        error_messages={"required": "Select how many social workers at most"},
    )
    most = forms.CharField(
        label="Number of social workers",
        help_text="0 for nobody at the moment",
        required=False,
        widget=forms.TextInput(attrs={"width": 2, "inputmode": "numeric"}),
    )
    from_day = DateField(
        label="From which day?",
        name="The day",
        help_text="For example, 1 9 2026",
        earliest=today,
        latest=a_year_from_now,
    )
    until = DateField(
        label="Until which day? (optional)",
        name="The last day",
        help_text="After it, the rule applies again",
        required=False,
        latest=lambda: today() + LONGEST_LEAVE,
    )

    def __init__(self, data=None, *, usual: int, current):
        super().__init__(
            data,
            initial={
                "which": "own" if current else "usual",
                "most": current.most if current else "",
                "from_day": today(),
            },
        )
        self.fields["which"].choices = [
            ("usual", f"As many as the rule says: {usual}"),
            ("own", "A number of their own"),
        ]
        for name in ["from_day", "until"]:
            self.fields[name].widget.attrs["label_size"] = "m"

    def clean(self):
        answers = super().clean()
        if answers.get("which") == "own":
            typed = (answers.get("most") or "").strip()
            is_number = typed.isascii() and typed.isdecimal() and len(typed) <= 3
            if not is_number or int(typed) > MOST_OF_ALL:
                self.add_error("most", f"Number of social workers must be from 0 to {MOST_OF_ALL}")
            else:
                answers["number"] = int(typed)
        elif answers.get("until"):
            self.add_error("until", "A last day belongs to a number of their own. Clear it")
        first, last = answers.get("from_day"), answers.get("until")
        if first and last and last < first:
            self.add_error("until", "The last day must be on or after the first")
        return answers

    @property
    def agreed(self):
        """As the action takes it."""
        answers = self.cleaned_data
        most = answers["number"] if answers["which"] == "own" else None
        return {"most": most, "from_day": answers["from_day"], "until": answers["until"]}


def person_field(label: str, people: list[tuple[User, str]], *, missing: str, nobody: str = ""):
    """A list that opens, since names are found in it by typing."""
    first = [("", "Select"), *([("nobody", nobody)] if nobody else [])]
    return forms.ChoiceField(
        label=label,
        choices=[*first, *[(str(person.pk), words) for person, words in people]],
        error_messages={"required": missing, "invalid_choice": missing},
    )


class LeaveForm(forms.Form):
    """From when to when somebody is away. Why is not asked."""

    starts_on = DateField(
        label="First day away",
        help_text="For example, 1 9 2026",
        earliest=lambda: today() - FAR,
        latest=a_year_from_now,
    )
    ends_on = DateField(
        label="Last day away",
        help_text="If you do not know yet, give the day you expect. You can end it sooner, and record more.",
        earliest=today,
        latest=lambda: today() + LONGEST_LEAVE,
    )

    def __init__(self, data=None, *, person: User, covers: dict[str, list[tuple[User, str]]]):
        super().__init__(data)
        self.people = {str(one.pk): one for some in covers.values() for one, _ in some}
        self.kinds = list(covers)
        for kind, some in covers.items():
            does = "supervises" if kind == "supervisor" else "assesses"
            self.fields[f"covers_{kind}"] = person_field(
                f"Who covers for those whom {person} {does}?",
                some,
                missing="Select who covers, or that nobody does yet",
                nobody="Nobody yet",
            )
        for each in self.fields.values():
            each.widget.attrs["label_size"] = "m"

    def clean(self):
        answers = super().clean()
        first, last = answers.get("starts_on"), answers.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Last day away must be on or after the first day away")
        return answers

    @property
    def covered_by(self) -> dict[str, User | None]:
        return {kind: self.people.get(self.cleaned_data[f"covers_{kind}"]) for kind in self.kinds}


class CoverForm(forms.Form):
    """Who covers, where nobody was named with the leave."""

    def __init__(self, data=None, *, people: list[tuple[User, str]]):
        super().__init__(data)
        self.people = {str(person.pk): person for person, _ in people}
        self.fields["person"] = person_field("Who covers?", people, missing="Select who covers")

    @property
    def person(self) -> User:
        return self.people[self.cleaned_data["person"]]


class BackForm(forms.Form):
    """They are back sooner than was said."""

    def __init__(self, data=None, *, away):
        super().__init__(data)
        self.fields["last_day"] = DateField(
            label="Last day away",
            help_text="For example, 1 9 2026. Who covers stops at the end of this day.",
            earliest=max(away.starts_on, today() - datetime.timedelta(days=1)),
            latest=away.ends_on - datetime.timedelta(days=1),
        )


class HandOverForm(forms.Form):
    """Who leaves, and from when others look after their people."""

    from_day = DateField(
        label="From which day do others look after their social workers?",
        name="The day",
        help_text="For example, 1 9 2026. The day before is their last.",
        earliest=today,
        latest=a_year_from_now,
    )
    ends_appointment = forms.BooleanField(
        label="End their appointments here as well, with the day before as the last day",
        required=False,
    )

    def __init__(self, data=None, *, people: list[tuple[User, str]], person: User | None, may_end: bool):
        super().__init__(data, initial={"person": str(person.pk) if person else "", "from_day": today()})
        self.people = {str(each.pk): each for each, _ in people}
        self.fields["person"] = person_field(
            "Who hands over their social workers?", people, missing="Select who hands over"
        )
        for name in ["person", "from_day"]:
            self.fields[name].widget.attrs["label_size"] = "m"
        if not may_end:
            del self.fields["ends_appointment"]
        self.order_fields(["person", "from_day", "ends_appointment"])

    @property
    def person(self) -> User:
        return self.people[self.cleaned_data["person"]]


LATER = "later"


class ChoicesForm(forms.Form):
    """A colleague for each social worker of a handing over."""

    def __init__(self, data=None, *, choices):
        super().__init__(data)
        self.choices = choices
        self.people = {}
        for each in choices:
            worker = each.line.enrolment.social_worker
            options = [(str(one.person.pk), _with_what_stands(one)) for one in each.options]
            self.people |= {str(one.person.pk): one.person for one in each.options}
            words = each.line.get_kind_display().lower()
            self.fields[each.field] = forms.ChoiceField(
                label=f"New {words} of {worker}",
                choices=[(LATER, "Leave for later"), *options],
                initial=str(each.line.to_id) if each.chosen else LATER,
                error_messages={
                    "required": f"Select the new {words} of {worker}",
                    "invalid_choice": f"Select the new {words} of {worker}",
                },
            )

    @property
    def chosen(self) -> dict[int, User | None]:
        """What can be understood; the rest stays as it was."""
        return {
            each.line.pk: self.people.get(self.cleaned_data[each.field])
            for each in self.choices
            if each.field in self.cleaned_data
        }


def _with_what_stands(option) -> str:
    return f"{option.words}: {option.stands_in_the_way}" if option.stands_in_the_way else option.words


class DeclareForm(forms.Form):
    """A coordinator names two people who should not be paired."""

    def __init__(self, data=None, *, colleagues: list[User], workers: list[User]):
        super().__init__(data)
        self.people = {str(each.pk): each for each in [*colleagues, *workers]}
        self.fields["person"] = person_field(
            "Colleague", [(each, each.name) for each in colleagues], missing="Select the colleague"
        )
        self.fields["other"] = person_field(
            "Social worker", [(each, each.name) for each in workers], missing="Select the social worker"
        )

    def clean(self):
        answers = super().clean()
        if answers.get("person") and answers.get("person") == answers.get("other"):
            self.add_error("other", "Select two different people")
        return answers

    @property
    def pair(self) -> tuple[User, User]:
        return self.people[self.cleaned_data["person"]], self.people[self.cleaned_data["other"]]


class DeclareOwnForm(forms.Form):
    """Somebody names a person with whom they should not be paired, by address: nobody gets a list of names."""

    email = forms.EmailField(
        label="Work email address of the other person",
        help_text="They are not told.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter their work email address",
            "invalid": "Enter an email address in the correct format, like name@example.com",
            "max_length": "Email address must be 254 characters or fewer",
        },
    )

    def __init__(self, data=None, *, user: User, find):
        super().__init__(data)
        self.user, self.find = user, find

    def clean_email(self):
        email = self.cleaned_data["email"].strip().lower()
        if email == self.user.email:
            raise forms.ValidationError("Enter the address of the other person, not your own")
        self.found = self.find(email)
        if self.found is None:
            raise forms.ValidationError("Nobody where you work has this address. Check it")
        return email
