"""Who is asked, and whether the list is a fair one."""

from django import forms

from swip.feedback.models import Invitation
from swip.feedback.rules.questions import LONGEST
from swip.govuk.fields import Choice, CleanEmailField, LongText, ShortText


class PassOnForm(forms.Form):
    name = ShortText(label="Name", max_length=150, error_messages={"required": "Enter their name"})
    email = CleanEmailField(
        label="Email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter their email address",
            "invalid": "Enter an email address in the right form, like name@example.com",
        },
    )
    work = ShortText(
        label="What they do, and where",
        name="What they do",
        help_text="For example, health visitor at Riverside clinic",
        error_messages={"required": "Enter what they do, and where"},
    )


class PersonForm(PassOnForm):
    kind = forms.ChoiceField(
        label="Who are they to the social worker?",
        choices=[
            (Invitation.Kind.COLLEAGUE, Choice("A colleague", hint="They work for the same employer")),
            (
                Invitation.Kind.PARTNER,
                Choice(
                    "From a partner agency", hint="For example health, school, police, court or a charity"
                ),
            ),
        ],
        widget=forms.RadioSelect(attrs={"small": True}),
        error_messages={"required": "Select whether they are a colleague or from a partner agency"},
    )

    def __init__(self, *args, is_own=False, **options):
        super().__init__(*args, **options)
        if is_own:
            self.fields["kind"].label = "Who are they to you?"


class AgreeMoreForm(forms.Form):
    """People who are named while the round is open."""

    strike = forms.MultipleChoiceField(
        label="Is there anybody who should not be asked?",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
    )
    words = LongText(
        label="Why is this a fair list?",
        name="Why this is a fair list",
        help_text="The social worker reads it.",
        max_length=LONGEST,
        rows=3,
        error_messages={"required": "Enter why this is a fair list"},
    )

    def __init__(self, data=None, *, people):
        super().__init__(data)
        self.fields["strike"].choices = [
            (str(each.pk), Choice(each.name, hint=f"{each.work}. {each.get_kind_display()}"))
            for each in people
        ]

    @property
    def struck(self) -> set[int]:
        return {int(each) for each in self.cleaned_data["strike"]}


class AgreeForm(AgreeMoreForm):
    """The first list: agreed, or sent back."""

    AGREE, BACK = "agree", "back"

    decision = forms.ChoiceField(
        label="Is this a fair list?",
        choices=[
            (AGREE, Choice("Yes, send the invitations", hint="To everybody you have not struck off")),
            (
                BACK,
                Choice("Not yet, send the list back", hint="Nobody is struck off; other names can be added"),
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether this is a fair list"},
    )

    field_order = ["strike", "decision", "words"]

    def __init__(self, data=None, *, people):
        super().__init__(data, people=people)
        self.fields["words"].label = "Why is it a fair list, or what is missing?"
        self.fields["words"].error_messages["required"] = "Enter why it is a fair list, or what is missing"

    @property
    def is_agreed(self) -> bool:
        return self.cleaned_data["decision"] == self.AGREE
