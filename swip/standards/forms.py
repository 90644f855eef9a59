"""What people type to find something in the standards."""

from django import forms

from swip.govuk.fields import ShortText
from swip.standards.models import FrameworkVersion


class VersionChoice(forms.ModelChoiceField):
    """A framework version by the words people know it by."""

    def label_from_instance(self, version: FrameworkVersion) -> str:
        return f"{version.framework.short_title}, {version.published_words or version.code}"


class SearchForm(forms.Form):
    """Some words, in every framework or in one."""

    words = ShortText(
        label="Words to find",
        max_length=200,
        help_text="For example, “kinship carers”, or a code such as 3.2 K7",
        error_messages={"required": "Enter the words to find"},
    )

    def __init__(self, *args, versions, **options):
        super().__init__(*args, **options)
        self.fields["framework"] = VersionChoice(
            label="Where to look",
            queryset=versions,
            required=False,
            empty_label="Every framework",
            to_field_name="identifier",
            error_messages={"invalid_choice": "Select where to look"},
        )
