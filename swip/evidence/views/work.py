"""The page that asks what kind of work a piece comes from, how complex that was, and how far it goes."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from swip.core.autosave import revision_typed_upon
from swip.evidence import actions, queries
from swip.evidence.forms import WorkForm
from swip.evidence.views.common import piece_to_write, tell_it_is_handed_in


@never_cache
def work(request, pk):
    evidence = piece_to_write(request, pk, "enrolment__rule_book")
    if request.method != "POST" and not evidence.is_writable:
        return tell_it_is_handed_in(request, evidence)
    rule_book = evidence.enrolment.rule_book
    form = WorkForm.of(
        evidence,
        request.POST if request.method == "POST" else None,
        contexts=queries.contexts_in(rule_book),
        complexity=queries.complexity_in(rule_book),
    )
    if form.is_valid():
        actions.place_in_work(
            evidence, revision=revision_typed_upon(request), by=request.user, **form.chosen()
        )
        return redirect("evidence:outcomes", evidence.pk)
    context = {
        "evidence": evidence,
        "form": form,
        "rules": [
            rule_book.rule(key)
            for key in (queries.CONTEXTS_RULE, queries.COMPLEXITY_RULE)
            if key in rule_book.contents.rules
        ],
    }
    return render(request, "evidence/work.html", context)
