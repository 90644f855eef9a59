"""What several pages of this room need: the record, and writing that is the same with and without an account."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from swip.core.autosave import is_autosave, revision_typed_upon, saved, too_long
from swip.core.lifecycle import StaleText
from swip.enrolment.permissions import adjustments_for_observer
from swip.enrolment.queries import rules_behind, rules_of_looking
from swip.identifiers.actions import NotLookedThrough
from swip.identifiers.steps import looking_through
from swip.observations import actions, permissions, queries
from swip.observations.forms import form_for
from swip.observations.models import Part
from swip.observations.queries.reading import OF_ENROLMENT
from swip.standards.contents import prompts_of

CONFIDENTIAL = ("evidence.identifiers", "safeguarding.signal")
NEXT = {
    Part.Kind.SEEN: Part.Kind.OUTCOMES,
    Part.Kind.OUTCOMES: Part.Kind.FEEDBACK,
}


def observation_or_404(found, pk):
    return get_object_or_404(found.select_related(*OF_ENROLMENT), pk=pk)


def typed(request):
    """What a form is filled with: nothing, until somebody has sent it."""
    return request.POST if request.method == "POST" else None


@dataclass(frozen=True)
class Way:
    """The addresses of one writer's pages, and whose device-kept copies are theirs."""

    home: str
    check: str
    owner: str
    token: str = ""
    observation: int = 0

    def write(self, kind) -> str:
        if self.token:
            return reverse("observations:link_write", args=[self.token, kind])
        return reverse("observations:write", args=[self.observation, kind])

    def look_through(self, kind) -> str:
        if self.token:
            return reverse("observations:link_look_through", args=[self.token, kind])
        return reverse("observations:look_through", args=[self.observation, kind])


def home_of(request, observation):
    """The observation, or for a coordinator who may not read it yet, the list they came from."""
    is_own = observation.enrolment.social_worker_id == request.user.pk
    if is_own or permissions.visible_to(request.user).contains(observation):
        return observation.get_absolute_url()
    return reverse("observations:unanswered")


def way_of(request, observation, home=""):
    """For somebody who is signed in; `home` where it is known that they may read it."""
    return Way(
        home=home or home_of(request, observation),
        check=reverse("observations:check", args=[observation.pk]),
        owner=str(request.user.pk),
        observation=observation.pk,
    )


def form_options(part):
    """What the form of a part has to know besides the part."""
    observation = part.observation
    if part.kind == Part.Kind.OUTCOMES:
        return {"aimed": queries.aimed_for(observation)}
    if part.kind == Part.Kind.PLAN:
        return {"may_aim": not queries.is_answered(observation)}
    return {}


def write_part(request, part, way, *, is_typist=False, share=None):
    """One part: every press keeps what was typed; going on asks for what is missing.

    `share(form, revision)` is done once it is whole, where going on means that others read it.
    """
    make, options = form_for(part), form_options(part)
    if request.method != "POST":
        form = make.showing(part, **options)
    else:
        form = make(request.POST, observation=part.observation, **options)
        if form.is_longer_than_a_draft:
            if is_autosave(request):
                return too_long()
        else:
            actions.write(
                part, revision=revision_typed_upon(request), typed=form.typed(), is_typist=is_typist
            )
            if is_autosave(request):
                return saved(part)
            if request.POST.get("then") == "later":
                return redirect(way.home)
        if form.is_valid():
            if share:
                try:
                    return share(form, part.revision)
                except NotLookedThrough:
                    return redirect(way.look_through(part.kind))
            following = NEXT.get(Part.Kind(part.kind))
            return redirect(way.write(following) if following else way.check)
    context = about(part.observation) | {
        "part": part,
        "form": form,
        "way": way,
        "is_typist": is_typist,
        "is_shared_at_once": share is not None,
        "reading": queries.reading(part.observation),
    }
    return render(request, "observations/write.html", context)


def about(observation):
    """What every page of writing says: whose practice, what helps them, what the outcomes ask for."""
    enrolment = observation.enrolment
    return {
        "observation": observation,
        "enrolment": enrolment,
        "social_worker": enrolment.social_worker,
        "adjustments": list(adjustments_for_observer(enrolment)),
        "prompts": prompts_of(enrolment.standards),
        "rules": {
            each.key: each.get_absolute_url() for each in rules_behind(enrolment.rule_book, *CONFIDENTIAL)
        },
    }


def checked(observation, observer):
    """The observer's three parts as they stand, each with its form filled in as if it were sent."""
    found = []
    for kind in Part.OF_OBSERVER:
        part = queries.draft_of(observation, kind, observer)
        if part is None:
            raise Http404
        found.append((part, form_for(part).checking(part, **form_options(part))))
    return found


def send_parts(request, observation, observer, way, *, by):
    """What was looked through is what is sent: a newer text from another window goes through another look.

    Answers where to go on: sent, or to what could identify somebody; nowhere, as long as something is missing.
    """
    parts = checked(observation, observer)
    if not all(form.is_valid() for _, form in parts):
        return None
    for part, _ in parts:
        if request.POST.get(f"revision_{part.kind}") != str(part.revision):
            raise StaleText(part)
    try:
        actions.send(
            observer,
            contents={part.kind: form.content() for part, form in parts},
            revisions={part.kind: part.revision for part, _ in parts},
            by=by,
        )
    except NotLookedThrough as found:
        return redirect(way.look_through(found.subject.kind))
    return redirect(way.home)


def look_through_page(request, part, way, *, done, by):
    """What was found stands in its place, with what could stand there instead; the writer decides.

    `done()` says where to go on once all is decided.
    """
    step = looking_through(
        request, part, passages=queries.passages_of(part), colleagues=queries.known_names(part)
    )
    if step.is_decided:
        actions.take_decisions(part, step.decided, revision=revision_typed_upon(request), by=by)
        if step.goes_on:
            return redirect(way.write(part.kind)) if step.then == "edit" else done()
        step = step.again()
        if step.is_clear:
            return done()
        messages.info(request, "Saved. There is still something to decide about.")
    elif step.is_clear:
        return done()
    context = {
        "part": part,
        "way": way,
        "step": step,
        "form": step.form,
        "revision": part.revision,
        "rules": rules_of_looking(part.observation.enrolment.rule_book),
        "edit_words": "Change the text myself",
    }
    return render(request, "observations/look_through.html", context)


def check_page(request, observation, observer, way, *, is_typist=False):
    parts = checked(observation, observer)
    context = about(observation) | {
        "observer": observer,
        "parts": parts,
        "way": way,
        "is_typist": is_typist,
        "is_whole": all(form.is_valid() for _, form in parts),
    }
    return render(request, "observations/check.html", context)
