"""The steps that every room offers on pages of its own: look through before sharing, take out of sight, see to it.

A view of a room above reads:

    def look_through(request, pk):
        note = get_object_or_404(permissions.shareable_by(request.user), pk=pk)
        step = looking_through(request, note, passages=queries.passages_of(note), colleagues=names)
        if step.is_decided:
            actions.take_decisions(note, step.decided, revision=revision_typed_upon(request), by=request.user)
            if step.goes_on:
                return redirect(...)                      # where the record is shared, or where step.then leads
            step = step.again()
        elif step.is_clear:
            return redirect(...)
        return render(request, "notes/look_through.html", {"note": note, "step": step, "form": step.form})

Its action saves `decided.texts` over the revision and calls `identifiers.actions.keep_scan` in one transaction; the
action that shares begins with `identifiers.actions.be_looked_through`. Its template includes
`identifiers/_look_through.html`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest

from swip.identifiers.forms import BlackOutForm, DecisionsForm, EndQuarantineForm, QuarantineForm
from swip.identifiers.models import Quarantine
from swip.identifiers.permissions import keepers_of
from swip.identifiers.queries import Decided, File, Looking, Passage, decide, look

# What the buttons beside “Continue” send: all names at once, then go on deciding.
ALL_NAMES = "names"


class Step:
    """One record that is looked through on one page."""

    def __init__(self, looking: Looking, *, data: Any = None, then: str = "", initial: Any = None) -> None:
        self.looking, self.then = looking, then
        self.form = DecisionsForm(
            data, looking=looking, partly=bool(then), all_names=then == ALL_NAMES, initial=initial
        )
        # What stays behind when only some of it was decided may be wrong without a word.
        self.is_decided = data is not None and (self.form.is_valid() or bool(then))
        self.decided: Decided | None = decide(looking, self.form.chosen) if self.is_decided else None

    @property
    def is_clear(self) -> bool:
        return self.looking.is_clear

    @property
    def goes_on(self) -> bool:
        """Whether the person leaves the page: all is decided, or they went to change something themselves."""
        if self.decided is None:
            return False
        return self.decided.is_whole or self.then not in ("", ALL_NAMES)

    def again(self) -> Step:
        """The same page with what is left to decide, and everything that was typed about it."""
        passages = self.decided.passages if self.decided else self.looking.passages
        looking = look(
            self.looking.subject,
            passages,
            colleagues=self.looking.colleagues,
            files=self.looking.attached,
            settled=self.looking.settled.union(self.decided.settled if self.decided else ()),
        )
        return Step(looking, initial=self.form.carried())


def looking_through(
    request: HttpRequest,
    subject: models.Model,
    *,
    passages: Iterable[Passage],
    colleagues: Collection[str] | Mapping[str, str] = (),
    files: Iterable[File] = (),
) -> Step:
    """What is found in the record as it stands, and what this person has decided about it."""
    return step_of(request, look(subject, passages, colleagues=colleagues, files=files))


def step_of(request: HttpRequest, looking: Looking) -> Step:
    """The same, where the room has looked by itself, as it keeps by itself what was decided."""
    if request.method != "POST":
        return Step(looking)
    return Step(looking, data=request.POST, then=request.POST.get("then", ""))


def quarantine_form(request: HttpRequest) -> QuarantineForm:
    """What kind of thing a reader saw."""
    return QuarantineForm(request.POST if request.method == "POST" else None)


def say_it_is_out_of_sight(request: HttpRequest, started: Quarantine, *, who: str = "Its writer") -> None:
    """To whoever took it out of sight: who has been told, and plainly where nobody is there to see to it."""
    if keepers_of(started.organisation, writer=started.writer).exists():
        messages.success(request, f"It is out of sight. {who} and those who see to it have been told.")
        return
    messages.warning(
        request,
        f"It is out of sight. {who} has been told, but nobody at {started.organisation} can bring it back: "
        "it stays out of sight until a data protection lead, a coordinator or an administrator is there for it",
    )


def end_form(
    request: HttpRequest, *, is_mended: bool, is_sent: bool, mended_hint: str = ""
) -> EndQuarantineForm:
    """How a quarantine ends. `mended_hint`: what then becomes of the words from before, where none are kept."""
    typed = request.POST if is_sent else None
    return EndQuarantineForm(typed, is_mended=is_mended, mended_hint=mended_hint)


def black_out_form(request: HttpRequest, *, words: Iterable[str], texts: Iterable[str]) -> BlackOutForm:
    """Which words of something that was handed in are blacked out."""
    return BlackOutForm(
        request.POST if request.method == "POST" else None, words=list(words), texts=list(texts)
    )
