"""The file of colleagues that somebody sends."""

from __future__ import annotations

from django import forms

from swip.accounts.queries import COLLEAGUE_COLUMNS
from swip.accounts.queries.colleagues import WHAT_TO_MEND
from swip.core.tables import MEGABYTE, Row, UnreadableTable, read_table

MOST_COLLEAGUES = 1_000


class ColleaguesForm(forms.Form):
    file = forms.FileField(
        label="File of colleagues",
        help_text="A CSV file with up to 1,000 rows, no larger than 2 MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": "Select a file", "empty": "The file is empty"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows: list[Row] = []

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            table = read_table(
                upload,
                columns=COLLEAGUE_COLUMNS,
                most_rows=MOST_COLLEAGUES,
                most_bytes=2 * MEGABYTE,
                passing_over=[WHAT_TO_MEND],
            )
        except UnreadableTable as trouble:
            raise forms.ValidationError(trouble.message) from None
        self.rows = table.rows
        return upload
