from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property

from swip.dashboards import rules
from swip.dashboards.models import SavedView
from swip.dashboards.queries.cohort import choices_of
from swip.enrolment.models import Enrolment
from swip.govuk.fields import ShortText

STATUSES = [
    (rules.OPEN, "Everybody still on a programme"),
    (rules.ALL, "Everybody, past and present"),
    *Enrolment.Status.choices,
]
TIMINGS = [
    ("", "Any time"),
    (rules.Timing.LATE, "Late"),
    (rules.Timing.SOON, "Due soon"),
    (rules.LATE_OR_SOON, "Late or due soon"),
    (rules.Timing.ON_TRACK, "On track"),
    (rules.Timing.OVER, "No review left"),
]
WAITING = [
    ("", "Whether or not anybody is waited for"),
    (rules.ANYBODY, "Somebody is waited for"),
    *[(party, f"{words} is waited for") for party, words in rules.PARTY_WORDS.items()],
]
STARTED = [
    ("", "Any time"),
    (rules.THIS_MONTH, "This month"),
    (rules.AHEAD, "Still to come"),
]
SUPPORT = [
    ("", "Whatever their support"),
    (rules.ANYTHING, "Short of any support"),
    *[(short, f"Short of {words}") for short, words in rules.SUPPORT_WORDS.items()],
]
SUPERVISORS = [
    ("", "Any supervisor, or nobody"),
    (rules.NONE, "Nobody supervises them"),
    (rules.AWAY, "Their supervisor is away"),
]
SORTS = [
    ("due", "Next review, soonest first"),
    ("-due", "Next review, furthest first"),
    ("waiting", "Waiting longest first"),
    ("-waiting", "Waiting shortest first"),
    ("support", "Short of most support first"),
    ("-support", "Short of least support first"),
    ("enough", "Fewest outcomes with enough first"),
    ("-enough", "Most outcomes with enough first"),
    ("name", "Name, A to Z"),
    ("-name", "Name, Z to A"),
    ("team", "Team, A to Z"),
    ("-team", "Team, Z to A"),
    ("programme", "Programme, A to Z"),
    ("-programme", "Programme, Z to A"),
    ("supervisor", "Supervisor, A to Z"),
    ("-supervisor", "Supervisor, Z to A"),
    ("-started", "Newest starters first"),
    ("started", "Earliest starters first"),
]
AT_FIRST = {"status": rules.OPEN, "sort": rules.DEFAULT_SORT}


class CohortFilter(forms.Form):
    """Every field may stay empty, and an address typed by hand never breaks the page."""

    name = ShortText(label="Name", max_length=100, required=False)
    timing = forms.ChoiceField(label="Next review is", choices=TIMINGS, required=False)
    supervisor = forms.ChoiceField(label="Supervisor", required=False)
    waiting = forms.ChoiceField(label="Waiting", choices=WAITING, required=False)
    support = forms.ChoiceField(label="Support", choices=SUPPORT, required=False)
    stage = forms.ChoiceField(label="Next stage", required=False)
    team = forms.ChoiceField(label="Team", required=False)
    programme = forms.ChoiceField(label="Programme", required=False)
    started = forms.ChoiceField(label="Start", choices=STARTED, required=False)
    status = forms.ChoiceField(label="Who", choices=STATUSES, required=False)
    sort = forms.ChoiceField(label="Sort by", choices=SORTS, required=False)

    MAIN = ("name", "timing", "supervisor", "sort")
    MORE = ("waiting", "support", "stage", "team", "programme", "started", "status")

    def __init__(self, data, *, members):
        asked = data.copy()
        for name, value in AT_FIRST.items():
            asked.setdefault(name, value)
        super().__init__(asked)
        teams = choices_of(members, "team_id", "team")
        for name, choices in {
            "supervisor": [*SUPERVISORS, *choices_of(members, "supervisor_id", "supervisor")],
            "team": [("", "All teams"), *teams, (rules.NONE, "No team yet")],
            "programme": [("", "All programmes"), *choices_of(members, "programme_id", "programme")],
            "stage": [("", "All stages"), *stages_of(members)],
        }.items():
            self.fields[name].choices = [(str(value), words) for value, words in choices]

    @cached_property
    def asked(self) -> dict[str, str]:
        """What was asked for and can be answered; what was left open is what everybody is shown at first."""
        self.is_valid()
        return AT_FIRST | {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def sorted_by(self) -> str:
        return self.asked["sort"]

    @property
    def query(self) -> str:
        """The address that asks the same again; the same words for the same question."""
        return self.query_without("")

    def query_without(self, left_out: str) -> str:
        asked = {name: value for name, value in sorted(self.asked.items()) if name != left_out}
        asked.setdefault("status", rules.OPEN)
        query = QueryDict(mutable=True)
        query.update(asked)
        return query.urlencode()

    @property
    def in_words(self) -> list[dict[str, str]]:
        """Each filter in use, with the address that takes it away."""
        asked = {name: value for name, value in self.asked.items() if name != "sort"}
        if asked["status"] == rules.OPEN:
            del asked["status"]
        found = []
        for name, value in asked.items():
            field = self.fields[name]
            words = dict(field.choices).get(value, value) if hasattr(field, "choices") else value
            found.append({"text": f"{field.label}: {words}", "href": f"?{self.query_without(name)}"})
        return found

    @property
    def is_more_in_use(self) -> bool:
        """Whether the part that is folded away has something to show."""
        return any(self.asked.get(name) != AT_FIRST.get(name) for name in self.MORE)


class SupportFilter(forms.Form):
    """Which part of an employer's people a principal social worker looks at."""

    team = forms.ChoiceField(label="Team", required=False)
    supervisor = forms.ChoiceField(label="Supervisor", required=False)
    support = forms.ChoiceField(label="Support", choices=SUPPORT, required=False)

    def __init__(self, data, *, members):
        super().__init__(data)
        for name, choices in {
            "team": [
                ("", "All teams"),
                *choices_of(members, "team_id", "team"),
                (rules.NONE, "No team yet"),
            ],
            "supervisor": [
                ("", "All supervisors"),
                *choices_of(members, "supervisor_id", "supervisor"),
                (rules.NONE, "No supervisor"),
            ],
        }.items():
            self.fields[name].choices = [(str(value), words) for value, words in choices]

    @cached_property
    def asked(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def stages_of(members):
    """The stages that somebody comes to next, the earliest first."""
    first: dict[str, object] = {}
    for each in sorted((each for each in members if each.due_on), key=lambda each: each.stage_month):
        first.setdefault(each.stage, None)
    return [(stage, stage) for stage in first]


class SavedViewForm(forms.Form):
    """A name that its owner has not given to another view."""

    name = ShortText(
        label="What do you want to call this view?",
        max_length=SavedView.NAME_LENGTH,
        error_messages={"required": "Enter a name for this view"},
    )
    is_default = forms.BooleanField(label="Show it first whenever I open my cohort", required=False)

    def __init__(self, *args, taken, **kwargs):
        super().__init__(*args, **kwargs)
        self.taken = taken

    def clean_name(self):
        name = self.cleaned_data["name"]
        if self.taken.filter(name__iexact=name).exists():
            raise forms.ValidationError("You have a view of this name already. Enter another name")
        return name
