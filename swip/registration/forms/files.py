"""What is chosen, sent and confirmed when people are registered from a file."""

from __future__ import annotations

from django import forms

from swip.accounts.models import Organisation
from swip.core.tables import MEGABYTE, UnreadableTable, read_table
from swip.govuk.choices import one_of
from swip.govuk.fields import clean_characters
from swip.govuk.words import plural
from swip.programmes.models import RuleBook
from swip.registration import queries
from swip.registration.queries.columns import WHAT_TO_MEND, columns_of

MOST_BYTES = 10 * MEGABYTE


class ForWhomForm(forms.Form):
    """Who employs them, and what they join: asked where there is a choice."""

    def __init__(self, data=None, *, organisations: list[Organisation], rule_books: list[RuleBook]):
        super().__init__(data)
        self.organisations = {str(each.pk): each for each in organisations}
        self.rule_books = {each.programme.code: each for each in rule_books}
        if len(organisations) > 1:
            self.fields["organisation"] = one_of(
                [(pk, each.name) for pk, each in self.organisations.items()],
                label="Which organisation employs them?",
                missing="Select the organisation that employs them",
            )
        if len(rule_books) > 1:
            self.fields["programme"] = one_of(
                [(code, each.programme.name) for code, each in self.rule_books.items()],
                label="Which programme do they join?",
                missing="Select the programme they join",
            )

    @property
    def chosen(self) -> tuple[int, str]:
        organisation = self.cleaned_data.get("organisation") or next(iter(self.organisations))
        return int(organisation), self.cleaned_data.get("programme") or next(iter(self.rule_books))


class FileForm(forms.Form):
    """A file of people; what is wrong with the whole of it is told here, with single rows later."""

    file = forms.FileField(
        label="Choose the file",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv", "label_size": "m"}),
        error_messages={"required": "Select a CSV file", "empty": "The file is empty"},
    )

    def __init__(self, data=None, files=None, *, rule_book: RuleBook):
        super().__init__(data, files)
        self.rule_book = rule_book
        self.most = queries.most_rows(rule_book)
        self.fields["file"].help_text = f"A CSV file of up to {self.most:,} people and 10 MB."

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.table = read_table(
                file,
                columns=columns_of(self.rule_book),
                most_rows=self.most,
                most_bytes=MOST_BYTES,
                passing_over=[WHAT_TO_MEND],
            )
        except UnreadableTable as trouble:
            raise forms.ValidationError(trouble.message) from None
        return file

    @property
    def name(self) -> str:
        return clean_characters(self.cleaned_data["file"].name)[:200] or "A file without a name"


class ConfirmForm(forms.Form):
    """Where somebody might be known already, a person has looked before anything is done."""

    def __init__(self, data=None, *, to_look_at: int):
        super().__init__(data)
        if to_look_at:
            rows = plural(to_look_at, "row", "rows")
            self.fields["has_looked"] = forms.BooleanField(
                label=f"I have looked at the {rows} that may be about somebody we know already",
                error_messages={
                    "required": "Confirm that you have looked at the rows about people we may know already"
                },
            )
