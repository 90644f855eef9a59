"""The list of people to ask: named, agreed, and the letters that did not arrive."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from swip.core.lifecycle import StaleStep
from swip.feedback import permissions
from swip.feedback.actions import people as actions
from swip.feedback.forms import AgreeForm, AgreeMoreForm, PassOnForm, PersonForm
from swip.feedback.queries import rounds as queries
from swip.feedback.views.common import frame, has_moved_on, round_or_404, typed

FIELDS = ("name", "email", "work", "kind")


def context_of(request, found):
    return frame(request, found.enrolment) | {
        "round": found,
        "people": queries.people_of(found),
        "struck": queries.struck_from(found),
        "standing": queries.standing_shown_of(found),
        "limits": queries.limits_of(found.rule_book),
        "rules": queries.rules_of(found.rule_book),
        "supervisor": found.enrolment.supervisor,
    }


def people(request, pk):
    """The social worker's page: who is on the list, and one more at its foot."""
    found = round_or_404(permissions.written_by(request.user), pk)
    if found.is_own_view:
        return has_moved_on(request, found)
    may_name = found.is_naming or found.takes_answers
    if request.method == "POST" and not may_name:
        raise StaleStep(found)
    form = PersonForm(typed(request), is_own=True)
    if form.is_valid() and added(found, form, by=request.user):
        messages.success(request, f"{form.cleaned_data['name']} is on the list")
        return redirect("feedback:people", found.pk)
    return render(
        request, "feedback/people.html", context_of(request, found) | {"form": form, "may_name": may_name}
    )


def added(found, form, *, by):
    try:
        return actions.add_person(found, **{name: form.cleaned_data[name] for name in FIELDS}, by=by)
    except actions.NotAsked as why:
        form.add_error("email", str(why))
    return None


def add_person(request, pk):
    """The supervisor puts somebody on the list who should be asked as well."""
    found = round_or_404(permissions.lists_agreed_by(request.user), pk)
    if not found.is_proposed and not found.takes_answers:
        return has_moved_on(request, found)
    form = PersonForm(typed(request))
    if form.is_valid() and added(found, form, by=request.user):
        messages.success(request, f"{form.cleaned_data['name']} is on the list")
        return redirect("feedback:agree", found.pk)
    return render(
        request, "feedback/add_person.html", frame(request, found.enrolment) | {"round": found, "form": form}
    )


def person_or_404(request, pk):
    """Somebody on a list that this person may still change."""
    found = get_object_or_404(
        permissions.named_changed_by(request.user).select_related("round__rule_book"), pk=pk
    )
    found.round = round_or_404(permissions.people_named_by(request.user), found.round_id)
    return found


def back_to_list(request, found):
    is_own = found.enrolment.social_worker_id == request.user.pk
    return redirect("feedback:people" if is_own else "feedback:agree", found.pk)


def change_person(request, pk):
    person = person_or_404(request, pk)
    found = person.round
    is_own = found.enrolment.social_worker_id == request.user.pk
    initial = {name: getattr(person, name) for name in FIELDS}
    form = PersonForm(typed(request), initial=initial, is_own=is_own)
    if form.is_valid():
        try:
            actions.change_person(
                person, **{name: form.cleaned_data[name] for name in FIELDS}, by=request.user
            )
        except actions.NotAsked as why:
            form.add_error("email", str(why))
        else:
            messages.success(request, f"What the list says of {person} is changed")
            return back_to_list(request, found)
    context = frame(request, found.enrolment) | {"round": found, "person": person, "form": form}
    return render(request, "feedback/change_person.html", context)


@require_POST
def remove_person(request, pk):
    person = person_or_404(request, pk)
    name, found = person.name, person.round
    actions.remove_person(person, by=request.user)
    messages.success(request, f"{name} is not on the list any more")
    return back_to_list(request, found)


@require_POST
def propose(request, pk):
    found = round_or_404(permissions.written_by(request.user), pk)
    try:
        actions.propose(found, by=request.user)
    except actions.ListRefused as refused:
        context = context_of(request, found) | {"form": PersonForm(is_own=True), "may_name": True}
        return render(request, "feedback/people.html", context | {"faults": refused.faults})
    messages.success(request, "The list has been sent. Invitations leave once your supervisor agrees to it")
    return redirect(found)


@require_POST
def take_back(request, pk):
    found = round_or_404(permissions.written_by(request.user), pk)
    actions.take_back(found, by=request.user)
    return redirect("feedback:people", found.pk)


def agree(request, pk):
    """The supervisor sees that the list was not picked to please."""
    found = round_or_404(permissions.lists_agreed_by(request.user), pk)
    everybody = queries.people_of(found)
    named = [each for each in everybody if each.status == each.Status.NAMED]
    if not (found.is_proposed or found.takes_answers) or not named:
        return has_moved_on(request, found)
    form_class = AgreeForm if found.is_proposed else AgreeMoreForm
    form = form_class(typed(request), people=named)
    if form.is_valid():
        words = form.cleaned_data["words"]
        if found.is_proposed and not form.is_agreed:
            actions.send_back(found, words=words, by=request.user)
            messages.success(request, "The list has been sent back, with your words")
            return redirect("feedback:rounds", found.enrolment_id)
        try:
            seen = {int(each) for each in request.POST.getlist("seen") if each.isdecimal()}
            actions.agree(found, seen=seen, struck=form.struck, words=words, by=request.user)
        except actions.ListRefused as refused:
            for fault in refused.faults:
                form.add_error("strike", fault)
        else:
            is_anybody_asked = any(each.pk not in form.struck for each in named)
            words = "The invitations are on their way" if is_anybody_asked else "Nobody else is asked"
            messages.success(request, words)
            return redirect(found)
    context = context_of(request, found) | {
        "form": form,
        "named": named,
        "asked": [each for each in everybody if each not in named],
        "same_ending": [each for each in named if queries.shares_an_address_ending(each, found)],
        "days_open": queries.days_open(found.rule_book).days,
    }
    return render(request, "feedback/agree.html", context)


# ---- A coordinator's pages


@require_safe
def deliveries(request, pk):
    """Who was invited, and whether the letter came. Not who has answered."""
    found = round_or_404(permissions.delivered_by(request.user), pk)
    invitations = permissions.invitations_kept_by(request.user).filter(round=found)
    context = frame(request, found.enrolment) | {"round": found, "invitations": invitations}
    return render(request, "feedback/deliveries.html", context)


def invitation_or_404(request, pk):
    kept = permissions.invitations_kept_by(request.user)
    found = get_object_or_404(kept, pk=pk)
    found.round = round_or_404(permissions.delivered_by(request.user), found.round_id)
    return found


@require_POST
def send_again(request, pk):
    invitation = invitation_or_404(request, pk)
    actions.send_again(invitation, by=request.user)
    messages.success(request, f"If {invitation} is still waited for, a letter with a new link is on its way")
    return redirect("feedback:deliveries", invitation.round_id)


def pass_on(request, pk):
    """To somebody else of the same kind, or to the same person at another address."""
    invitation = invitation_or_404(request, pk)
    found = invitation.round
    if not found.takes_answers:
        return has_moved_on(request, found)
    form = PassOnForm(typed(request), initial={"name": invitation.name, "work": invitation.work})
    if form.is_valid():
        try:
            actions.pass_on(invitation, **form.cleaned_data, by=request.user)
        except actions.NotAsked as why:
            form.add_error("email", str(why))
        else:
            name = form.cleaned_data["name"]
            messages.success(request, f"If {invitation} is still waited for, {name} is asked instead")
            return redirect("feedback:deliveries", found.pk)
    context = frame(request, found.enrolment) | {"round": found, "invitation": invitation, "form": form}
    return render(request, "feedback/pass_on.html", context)
