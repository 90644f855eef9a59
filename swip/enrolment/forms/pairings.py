"""Who is to supervise or assess."""

from __future__ import annotations

import datetime

from django import forms
from django.utils import timezone

from swip.accounts.models import Appointment, User
from swip.enrolment import queries
from swip.enrolment.models import Enrolment, Pairing
from swip.enrolment.queries import Stay
from swip.govuk.choices import one_of
from swip.govuk.fields import DateField, LongText


def _free_from(enrolment: Enrolment, kind: str, stay: Stay) -> datetime.date:
    """The day after the last one who did it; what they did stays theirs."""
    over = enrolment.pairings.filter(kind=kind, is_cover=False, ends_on__lt=timezone.localdate())
    last = over.order_by("ends_on").last()
    return last.ends_on + datetime.timedelta(days=1) if last else stay.starts_on


class PairingForm(forms.Form):
    """Who takes over, and from when."""

    def __init__(
        self,
        data=None,
        *,
        enrolment: Enrolment,
        kind: str,
        former: Pairing | None,
        people: list[Appointment],
        stay: Stay,
    ):
        first_day = max(stay.starts_on, former.starts_on if former else _free_from(enrolment, kind, stay))
        super().__init__(data, initial={"from_day": max(first_day, timezone.localdate())})
        self.people = {str(each.person_id): each.person for each in people}
        words = Pairing.Kind(kind).label.lower()
        self.fields["person"] = one_of(
            [(str(each.person_id), queries.with_team(each)) for each in people],
            label=f"Who is the new {words}?" if former else f"Who is the {words}?",
            missing=f"Select the {words}",
        )
        self.fields["from_day"] = DateField(
            label="From which day?",
            name="The day",
            help_text="For example, 1 9 2026",
            earliest=first_day,
            latest=min(stay.ends_on or enrolment.expected_end_on, enrolment.expected_end_on),
        )
        self.fields["from_day"].widget.attrs["label_size"] = "m"
        self.fields["note"] = LongText(
            label="Why? (optional)",
            name="The reason",
            help_text="The social worker can read this in the history of their record.",
            max_length=500,
            rows=3,
            required=False,
        )
        # What the coordinator saw when they opened the page: if it changes meanwhile, they are told.
        self.fields["instead_of"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=former.pk if former else None
        )

    @property
    def person(self) -> User:
        return self.people[self.cleaned_data["person"]]
