"""A short form whose words are looked through on the form itself: each finding in its place, with a decision.

    class CloseForm(LookedThroughForm):
        looks_at = ("words",)

    form = CloseForm(request.POST, subject=goal, colleagues=names)
    if form.is_valid():                                  # not before everything that was found is decided about
        actions.close(goal, words=form.cleaned_data["words"], decisions=form.decisions, by=request.user)

The action keeps what was decided with `identifiers.actions.keep_decisions`. The template includes
`identifiers/_in_place.html` inside its form, and gives the page `more_forms=form.more_forms`.
"""

from __future__ import annotations

from collections.abc import Collection

from django import forms
from django.db import models

from swip.identifiers.models import Decision
from swip.identifiers.queries import Passage, but_colleagues, look
from swip.identifiers.rules import find
from swip.identifiers.steps import Step


class LookedThroughForm(forms.Form):
    """Before others read it, every finding is replaced or kept with a reason; nothing that was found is kept.

    `subject` is the record the words go to, saved or not. Where nothing is looked through, `colleagues` is None;
    they themselves may be named, but where a form `asks_about_colleagues`.
    """

    looks_at: tuple[str, ...] = ("words",)
    asks_about_colleagues = False

    def __init__(self, *args, subject: models.Model, colleagues: Collection[str] | None = None, **options):
        super().__init__(*args, **options)
        self.subject, self.colleagues = subject, colleagues
        self.step: Step | None = None
        self.decisions: list[dict[str, str | int]] = []

    def clean(self):
        answers = super().clean() or {}
        if self.colleagues is None:
            return answers
        typed = [name for name in self.looks_at if answers.get(name)]
        passages = [Passage(name, self.label_of(name), answers[name]) for name in typed]
        looking = look(self.subject, passages, colleagues=self.colleagues)
        if not self.asks_about_colleagues:
            looking = but_colleagues(looking)
        if not looking.is_clear:
            self.step = Step(looking, data=self.data)
            self.take(self.step, answers)
        return answers

    def take(self, step, answers):
        """The words with everything in its place that was decided, or what is still wrong with a decision."""
        if not step.is_decided:
            return
        if step.decided.is_whole:
            answers.update(step.decided.texts)
            self.decisions = step.decided.decisions
            return
        for found in step.looking.found:
            choice = step.form.chosen.get(found.key)
            if (
                choice
                and choice.decision == Decision.OWN
                and find(choice.word, colleagues=self.colleagues or ())
            ):
                step.form.add_error(
                    f"word_{found.key}",
                    f"“{choice.word}” could identify somebody as well: write something else",
                )
        if not step.form.errors:
            step.form.add_error(None, "Somebody could still be recognised by it. Change the words themselves")

    def label_of(self, name):
        """Above the text in which something was found."""
        return str(self.fields[name].label)

    def is_valid(self):
        return super().is_valid() and (self.step is None or self.step.form.is_valid())

    @property
    def more_forms(self):
        """For the page, which tells the mistakes of these as well."""
        return [self.step.form] if self.step else []
