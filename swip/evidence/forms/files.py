"""The files somebody adds."""

from __future__ import annotations

from django import forms
from django.conf import settings

from swip.evidence import rules
from swip.evidence.files import ACCEPTED_ENDINGS, FileRefused, checked


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once: the good ones are kept, and each of the others is told apart by its name."""

    widget = ManyFilesInput

    def clean(self, uploads, initial=None):
        uploads = [each for each in uploads or [] if each]
        if not uploads:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        self.refused = []
        files = []
        for upload in uploads[: rules.MOST_FILES * 2]:
            try:
                files.append(checked(upload, most_bytes=settings.FILE_UPLOAD_MAX_BYTES))
            except FileRefused as refusal:
                self.refused.append(str(refusal))
        return files


class FilesForm(forms.Form):
    files = FilesField(
        label="Add files",
        error_messages={"required": "Select a file"},
        widget=ManyFilesInput(attrs={"accept": ACCEPTED_ENDINGS}),
    )

    def clean(self):
        answers = super().clean()
        self.accepted = answers.get("files", [])
        for message in getattr(self.fields["files"], "refused", []):
            self.add_error("files", message)
        return answers
