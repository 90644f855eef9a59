from django import forms

from swip.accounts.models import Team, User
from swip.enrolment.models import Enrolment
from swip.govuk.fields import ShortText
from swip.programmes.models import Programme

STATUSES = [
    ("open", "Everybody still on a programme"),
    ("", "Everybody, past and present"),
    *Enrolment.Status.choices,
]
ONLY = [
    ("", "All of them"),
    ("late", "A review is late"),
    ("waiting", "Somebody is waited for"),
    ("unsupervised", "Nobody supervises them"),
]


class CohortFilter(forms.Form):
    """Every field may stay empty, and an address typed by hand never breaks the page."""

    name = ShortText(label="Name", max_length=150, required=False)
    status = forms.ChoiceField(label="Who", choices=STATUSES, required=False)
    only = forms.ChoiceField(label="Only where", choices=ONLY, required=False)
    programme = forms.ModelChoiceField(
        label="Programme", queryset=None, required=False, empty_label="All programmes"
    )
    team = forms.ModelChoiceField(label="Team", queryset=None, required=False, empty_label="All teams")
    supervisor = forms.ModelChoiceField(
        label="Supervisor", queryset=None, required=False, empty_label="All supervisors"
    )

    def __init__(self, data, *, cohort, organisations):
        asked = data.copy()
        asked.setdefault("status", "open")
        super().__init__(asked)
        self.fields["programme"].queryset = Programme.objects.all()
        self.fields["team"].queryset = Team.objects.filter(organisation__in=organisations)
        self.fields["supervisor"].queryset = (
            User.objects.filter(
                pairings__enrolment__in=cohort, pairings__kind="supervisor", pairings__ends_on=None
            )
            .distinct()
            .order_by("name")
        )

    @property
    def chosen(self) -> dict:
        """What was asked for and can be answered."""
        self.is_valid()
        return self.cleaned_data
