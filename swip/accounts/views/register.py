"""What the register of social workers says about people, seen and written down."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from swip.accounts import actions, permissions, queries
from swip.accounts.forms import ExtractForm, RegisterCheckForm
from swip.accounts.register import register_in_use


@require_safe
def register_checks(request, pk):
    """What was seen of somebody on the register, and when it is looked at again."""
    person = get_object_or_404(permissions.register_checks_shown_to(request.user), pk=pk)
    context = {
        "person": person,
        "standing": queries.register_standing(person),
        "checks": list(queries.register_checks_of(person)[:50]),
        "rule": queries.recheck_rule(person),
        "today": timezone.localdate(),
        "organisation": queries.shared_organisation(request.user, person),
        "looks_after": permissions.register_looked_after_by(request.user).contains(person),
        "answers_by_itself": register_in_use().answers_by_itself,
    }
    return render(request, "accounts/register_checks.html", context)


def record_register_check(request, pk):
    """Somebody looked at the public register: typed, checked, confirmed."""
    person = get_object_or_404(
        permissions.register_looked_after_by(request.user).exclude(register_number=""), pk=pk
    )
    form = RegisterCheckForm(request.POST if request.method == "POST" else None, person=person)
    context = {"person": person, "form": form}
    step = request.POST.get("step")
    if step == "change" or not form.is_valid():
        return render(request, "accounts/record_register_check.html", context)
    rule = queries.recheck_rule(person)
    if step != "confirm":
        warnings = queries.warnings_of(person, form.answer)
        return render(
            request,
            "accounts/check_register_check.html",
            context | {"rule": rule, "warnings": warnings, "answer": form.answer},
        )
    actions.note_register_check(
        person,
        form.answer,
        by=request.user,
        note=form.cleaned_data["note"],
        recheck_after_days=rule.days,
        rules=rule.reference,
    )
    messages.success(request, "What you saw on the register has been kept")
    return redirect("accounts:register_checks", person.pk)


@require_POST
def ask_register(request, pk):
    """Have the service look now, and not only when it is time."""
    person = get_object_or_404(
        permissions.register_looked_after_by(request.user).exclude(register_number=""), pk=pk
    )
    if not register_in_use().answers_by_itself:
        raise Http404
    actions.ask_register(person, recheck_after_days=queries.recheck_rule(person).days)
    messages.success(request, "We are looking them up. Come back to this page in a minute")
    return redirect("accounts:register_checks", person.pk)


def register_extract(request):
    """The national programme sends the register as a file, where this installation reads it from one."""
    if not permissions.national_programmes_run_by(request.user).exists():
        raise Http404
    form = ExtractForm(request.POST, request.FILES) if request.method == "POST" else ExtractForm()
    if form.is_valid():
        extract = actions.keep_extract(form.entries, as_of=form.cleaned_data["as_of"], by=request.user)
        messages.success(request, f"The extract has been kept, with {extract.lines_sent:,} people")
        return redirect("accounts:register_extract")
    context = {
        "form": form,
        "newest": queries.newest_extract(),
        "source": register_in_use().source,
    }
    return render(request, "accounts/register_extract.html", context)
