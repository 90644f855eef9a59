"""A piece is looked through for what somebody could be recognised by, before it is handed in."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from swip.core.autosave import revision_typed_upon
from swip.enrolment.queries import colleagues_of, rules_of_looking
from swip.evidence import actions, queries
from swip.evidence.views.common import piece_to_write, tell_it_is_handed_in
from swip.identifiers.steps import looking_through

ELSEWHERE = {"edit": "evidence:write", "files": "evidence:files"}


@never_cache
def look_through(request, pk):
    """What was found stands in its place, with what could stand there instead; the person decides."""
    evidence = piece_to_write(request, pk, "enrolment__rule_book")
    if not evidence.is_writable:
        return tell_it_is_handed_in(request, evidence)
    step = looking_through(
        request,
        evidence,
        passages=queries.passages_of(evidence),
        colleagues=colleagues_of(evidence.enrolment),
        files=queries.files_to_look_through(evidence),
    )
    if step.is_decided:
        actions.take_decisions(evidence, step.decided, revision=revision_typed_upon(request), by=request.user)
        if step.goes_on:
            return redirect(ELSEWHERE.get(step.then, "evidence:check"), evidence.pk)
        step = step.again()
        if step.is_clear:
            return redirect("evidence:check", evidence.pk)
        messages.info(request, "Saved. There is still something to decide about.")
    elif step.is_clear:
        return redirect("evidence:check", evidence.pk)
    context = {
        "evidence": evidence,
        "step": step,
        "form": step.form,
        "revision": evidence.revision,
        "rules": rules_of_looking(evidence.enrolment.rule_book),
    }
    return render(request, "evidence/look_through.html", context)
