"""Typed, checked, confirmed: what all changes of somebody's time have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from swip.enrolment.forms.changes import ChangeForm
from swip.enrolment.queries.place import rules_behind
from swip.enrolment.queries.what_if import compare
from swip.enrolment.rules.changes import ChangeRefused


def typed(request: HttpRequest, form_class: Callable[..., Any], **options: Any) -> Any:
    """The form with what was typed into it; what comes from "what if" is carried over, and still to be filled up."""
    if request.method != "POST":
        return form_class(**options)
    if request.POST.get("step") == "carry":
        tried = form_class(request.POST, is_what_if=True, **options)
        if tried.is_valid():
            carried = {name: value for name, value in tried.cleaned_data.items() if name != "instead_of"}
            return form_class(**options, initial=carried)
    return form_class(request.POST, **options)


def journey(
    request: HttpRequest,
    form: ChangeForm,
    *,
    template: str,
    heading: str,
    act: Callable[[], Any],
    done: str,
    rules: tuple[str, ...] = (),
    goto: Callable[[Any], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """One address for all three steps, so that a mistake or a change of mind loses nothing."""
    enrolment = form.enrolment
    is_own = enrolment.social_worker_id == request.user.pk
    context |= {
        "enrolment": enrolment,
        "form": form,
        "heading": heading,
        "is_own": is_own,
        "rules": rules_behind(enrolment.rule_book, *rules),
    }
    step = request.POST.get("step")
    if step == "change" or not form.is_valid():
        return render(request, template, context)
    try:
        if step != "confirm":
            compared = compare(enrolment, form)
            return render(request, "enrolment/check_change.html", {**context, "compared": compared})
        result = act()
    except ChangeRefused as refusal:
        form.add_refusal(refusal)
        return render(request, template, context)
    messages.success(request, done)
    return redirect(goto(result) if goto else enrolment.get_absolute_url())


def find_fact(facts: Any, pk: int) -> Any:
    """An absence, a pause, an extension…, with the enrolment it belongs to."""
    return get_object_or_404(
        facts.select_related(
            "enrolment__social_worker", "enrolment__programme", "enrolment__rule_book__programme"
        ),
        pk=pk,
    )


def take_back(request: HttpRequest, fact: Any, form_class: Callable[..., Any], *, heading: str, act: Any):
    """It was a mistake: it stays in the history, with the reason, and counts no longer."""
    form = typed(request, form_class, fact=fact)
    return journey(
        request,
        form,
        template="enrolment/take_back.html",
        heading=heading,
        act=lambda: act(fact, because=form.cleaned_data["because"], by=request.user),
        done="It has been taken back, and the people concerned have been told",
        fact=fact,
    )
