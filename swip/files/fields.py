"""The form field with which a page takes files, sent with the form or piece by piece before it.

    files = FilesField(label="Add files", most=10, error_messages={"required": "Select a file"})

The form sets its `sender`. Cleaned, it is a list of those that may be kept; `refused` says why of each of the others.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse_lazy

from swip.accounts.models import User
from swip.files import actions, permissions
from swip.files.checking import ACCEPTED_ENDINGS, KINDS_IN_WORDS, CheckedFile, FileRefused, checked


class FilesInput(forms.ClearableFileInput):
    """Chosen files, and the names under which others have arrived already."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        chosen = files.getlist(name) if hasattr(files, "getlist") else files.get(name) or []
        sent = data.getlist(f"{name}-sent") if hasattr(data, "getlist") else data.get(f"{name}-sent") or []
        return [*chosen, *sent]


class FilesField(forms.FileField):
    """Several files at once: the good ones are kept, and each of the others is told apart by its name."""

    widget = FilesInput

    def __init__(self, *, most: int, **options: Any):
        super().__init__(**options)
        self.most = most
        self.sender: User | None = None
        self.refused: list[str] = []

    @property
    def most_megabytes(self) -> int:
        return settings.FILE_UPLOAD_MAX_BYTES // 1024 // 1024

    @property
    def takes_none(self) -> bool:
        """This service has no scanner yet, and wants one."""
        return not settings.CLAMAV_SOCKET and settings.FILES_WITHOUT_SCANNER == "refuse"

    @property
    def kinds(self) -> str:
        return KINDS_IN_WORDS

    def widget_attrs(self, widget):
        return {
            **super().widget_attrs(widget),
            "accept": ACCEPTED_ENDINGS,
            "data-upload": reverse_lazy("files:uploads"),
        }

    def clean(self, value, initial=None) -> list[CheckedFile]:
        self.refused = []
        given = [each for each in value or [] if each]
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        found = []
        looked_at, too_many = given[: self.most * 2], given[self.most * 2 :]
        for each in looked_at:
            try:
                found.append(self.arrived(each) if isinstance(each, str) else self.looked_at(each))
            except FileRefused as refusal:
                self.refused.append(str(refusal))
        if too_many:
            self.refused.append(
                f"{len(too_many)} of the files were not looked at: choose {self.most} at a time"
            )
        return found

    def looked_at(self, file, sent_as: str = "") -> CheckedFile:
        return checked(file, most_bytes=settings.FILE_UPLOAD_MAX_BYTES, sent_as=sent_as)

    def arrived(self, token: str) -> CheckedFile:
        """What its sender has sent before: nobody hands in what another person is sending."""
        upload = self.sender and permissions.uploads_of(self.sender).filter(token=token).first()
        if not upload:
            raise FileRefused("A file", "did not arrive whole. Choose it again")
        try:
            return self.looked_at(actions.whole_file(upload), sent_as=token)
        except FileRefused:
            if upload.is_whole:  # else the rest may still arrive
                actions.forget(upload)
            raise
