"""What children, parents and carers type or choose: in their language, with little that can be a mistake."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from swip.govuk.fields import clean_characters
from swip.voices.rules import codes
from swip.voices.rules.asked import AGES, FACES, LANGUAGES, LONGEST_ANSWER, WAYS, WHO, WRITERS
from swip.voices.rules.drawings import DrawingRefused, redrawn


class CodeForm(forms.Form):
    """The code from the paper. A letter that is wrong is told at once, since every code carries a check."""

    code = forms.CharField(
        required=False,
        strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self):
        code = codes.as_kept(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("Type the code from your paper"))
        if not codes.is_possible(code):
            raise forms.ValidationError(_("One of the letters is not right. Look at your paper again"))
        return code


class HowForm(forms.Form):
    """In which language, and how the pages look."""

    language = forms.ChoiceField(choices=[(each.code, each.name) for each in LANGUAGES.values()])
    way = forms.ChoiceField(choices=list(WAYS.items()))


class ChoiceForm(forms.Form):
    """One answer of a few. Who somebody is, they are asked to choose; everything else can be left out."""

    CHOICES = {"who": WHO, "age": AGES, "writer": WRITERS}

    def __init__(self, data, *, question, going_on):
        super().__init__(data)
        choices = self.CHOICES.get(question, FACES)
        self.fields["answer"] = forms.ChoiceField(
            choices=list(choices.items()),
            required=question == "who" and going_on,
            error_messages={
                "required": gettext_lazy("Choose one of these"),
                "invalid_choice": gettext_lazy("Choose one of these"),
            },
        )


class WordsForm(forms.Form):
    answer = forms.CharField(required=False, strip=True)

    def __init__(self, data, *, question, going_on):
        super().__init__(data)

    def clean_answer(self):
        words = clean_characters(self.cleaned_data["answer"]).strip()
        if len(words) > LONGEST_ANSWER:
            raise forms.ValidationError(
                _("This is too long. You can write up to %(number)s letters here")
                % {"number": f"{LONGEST_ANSWER:,}"}
            )
        return words


class DrawingForm(forms.Form):
    """A drawing made on the page, or a photo of one on paper. It is drawn again, so that nothing hides in it."""

    picture = forms.FileField(required=False, allow_empty_file=True)

    def clean_picture(self):
        upload = self.cleaned_data["picture"]
        if not upload:
            return None
        try:
            return redrawn(upload.read())
        except DrawingRefused:
            raise forms.ValidationError(
                _("We cannot show this picture. Choose a photo, for example a JPG or PNG file")
            ) from None
