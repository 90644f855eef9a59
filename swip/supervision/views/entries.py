"""Entering sessions, hours and workload, and what becomes of an entry."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from swip.core.lifecycle import StaleStep
from swip.enrolment.actions import note_look
from swip.govuk.words import number
from swip.supervision import actions, permissions
from swip.supervision.forms import (
    CorrectCancellationForm,
    CorrectProtectedTimeForm,
    CorrectSessionForm,
    CorrectWorkloadForm,
    FollowUpForm,
    ProtectedTimeForm,
    SessionForm,
    WorkloadForm,
)
from swip.supervision.models import ProtectedTime, Session
from swip.supervision.queries import agreements
from swip.supervision.queries import support as queries
from swip.supervision.views.common import (
    enrolment_to_record_for,
    entry_or_404,
    frame,
    kind_or_404,
    typed,
)

SOMEBODY_ELSE = "somebody_else"


# ---- Entered


@never_cache
def add_session(request, enrolment_pk):
    """One short form: what is usual stands there already."""
    enrolment = enrolment_to_record_for(request, enrolment_pk)
    form = SessionForm(
        typed(request),
        initial={"took_place": SessionForm.HELD} | usual_session(enrolment),
        **around_session(request, enrolment),
    )
    is_twice = False
    if form.is_valid():
        try:
            session = actions.enter_session(
                enrolment,
                by=request.user,
                day=form.cleaned_data["day"],
                is_held=form.is_held,
                is_another=form.cleaned_data["is_another"],
                **form.details,
            )
        except actions.EnteredAlready as there:
            is_twice = True
            form.add_error("day", f"There is an entry already: {there.entry}. Is this another session?")
        else:
            messages.success(request, f"{session} entered. The other side can see it")
            return redirect("supervision:support", enrolment.pk)
    context = frame(request, enrolment) | {"form": form, "is_twice": is_twice}
    return render(request, "supervision/add_session.html", context)


def around_session(request, enrolment):
    """Whom a session can be with, and whether this person reads what was agreed in it."""
    named = agreements.people_named(enrolment)
    asked = [enrolment.supervisor, named["supervisor"], enrolment.assessor]  # whoever covers comes first
    people = {each.pk: each for each in asked if each is not None}
    people.pop(enrolment.social_worker_id, None)
    return {
        "enrolment": enrolment,
        "people": list(people.values()),
        "reads_notes": permissions.notes_readable_by(request.user).contains(enrolment),
    }


def usual_session(enrolment):
    """Today, with the usual supervisor, for as long as the last time or as agreed."""
    supervisor, last = enrolment.supervisor, queries.last_session(enrolment)
    version = agreements.version_in_force(enrolment)
    minutes = version.session_minutes if version else agreements.usual_minutes(enrolment.rule_book)
    return {
        "day": timezone.localdate(),
        "minutes": last.minutes if last else minutes,
        "reflection_minutes": last.reflection_minutes if last else None,
        "kind": Session.Kind.INDIVIDUAL,
        "held_by": str(supervisor.pk) if supervisor else SOMEBODY_ELSE,
        "held_by_name": last.held_by_name if last and not supervisor else "",
    }


@never_cache
def add_protected_time(request, enrolment_pk):
    enrolment = enrolment_to_record_for(request, enrolment_pk)
    promise, year = queries.promise_now(enrolment)
    promised = promise.hours_in(year)
    form = ProtectedTimeForm(
        typed(request),
        enrolment=enrolment,
        promised=promised,
        is_own=enrolment.social_worker_id == request.user.pk,
        initial={"hours": number(promised)},
    )
    if form.is_valid():
        try:
            actions.enter_protected_time(enrolment, by=request.user, week=form.chosen_week, **form.details)
        except actions.EnteredAlready as there:
            form.add_error("week", f"There is an entry already: {there.entry}. Correct it instead")
        else:
            messages.success(request, "Protected time entered. The other side can see it")
            return redirect("supervision:support", enrolment.pk)
    context = frame(request, enrolment) | {
        "form": form,
        "rule": rule_of(enrolment, agreements.HOURS_RULES[year > 1]),
    }
    return render(request, "supervision/add_protected_time.html", context)


@never_cache
def add_workload(request, enrolment_pk):
    enrolment = enrolment_to_record_for(request, enrolment_pk)
    promise, year = queries.promise_now(enrolment)
    form = WorkloadForm(
        typed(request),
        enrolment=enrolment,
        promised=promise.workload_in(year),
        initial={"as_of": timezone.localdate()},
    )
    if form.is_valid():
        try:
            actions.enter_workload(
                enrolment, by=request.user, as_of=form.cleaned_data["as_of"], **form.details
            )
        except actions.EnteredAlready as there:
            form.add_error("as_of", f"There is an entry already: {there.entry}. Correct it instead")
        else:
            messages.success(request, "Workload entered. The other side can see it")
            return redirect("supervision:support", enrolment.pk)
    context = frame(request, enrolment) | {"form": form, "rule": rule_of(enrolment, agreements.WORKLOAD_RULE)}
    return render(request, "supervision/add_workload.html", context)


def rule_of(enrolment, key):
    book = enrolment.rule_book
    return book.rule_url(key) if key in book.contents.rules else ""


# ---- Read


@require_safe
def entry(request, kind, pk):
    """One entry, with whatever each side said of it."""
    kind = kind_or_404(kind)
    found = entry_or_404(permissions.entries_visible_to(request.user, kind), pk)
    note_look(found.enrolment, by=request.user)
    disputes = list(permissions.disputes_about(found))
    keeps = permissions.entries_kept_by(request.user, kind).contains(found)
    is_other_side = permissions.entries_disputable_by(request.user, kind).contains(found)
    reads_notes = kind is Session and permissions.notes_readable_by(request.user).contains(found.enrolment)
    open_dispute = next((each for each in disputes if each.is_open), None)
    is_planned_session = kind is Session and found.is_planned
    context = frame(request, found.enrolment) | {
        "entry": found,
        "kind": kind.KIND,
        "disputes": disputes,
        "open_dispute": open_dispute,
        "notes": found.notes if reads_notes else "",
        "corrected_by": queries.correction_of(found),
        "may_correct": keeps and not found.is_corrected and not is_planned_session,
        "may_answer": keeps and open_dispute and not open_dispute.answer,
        "may_settle": is_other_side and found.is_disputed,
        "may_agree": is_other_side and found.agreed_at is None and found.status in ("given", "cancelled"),
        "may_dispute": is_other_side and found.may_move_to("disputed"),
        "may_follow_up": is_planned_session
        and permissions.sessions_followed_up_by(request.user).contains(found),
    }
    return render(request, "supervision/entry.html", context)


@require_POST
def agree_entry(request, kind, pk):
    kind = kind_or_404(kind)
    found = entry_or_404(permissions.entries_disputable_by(request.user, kind), pk)
    actions.agree(found, by=request.user)
    messages.success(request, "You agreed to this entry")
    return redirect(found)


@require_POST
def agree_all(request, enrolment_pk):
    """Everything that the other side entered and that was on the page."""
    enrolment = enrolment_to_record_for(request, enrolment_pk)
    shown = set(request.POST.getlist("entry"))
    waiting = [each for each in queries.unseen(request.user, enrolment) if f"{each.KIND}-{each.pk}" in shown]
    if actions.agree_all(waiting, by=request.user):
        messages.success(request, "You agreed to the new entries")
    return redirect("supervision:support", enrolment.pk)


# ---- What became of it


@never_cache
def follow_up(request, pk):
    """A planned session took place, was cancelled, or is moved to another day."""
    session = entry_or_404(permissions.sessions_followed_up_by(request.user), pk)
    if not session.is_planned:
        if request.method == "POST":
            raise StaleStep(session)
        return redirect(session)
    enrolment = session.enrolment
    day = min(session.planned_for, timezone.localdate())
    usual = usual_session(enrolment) | {"day": day, "kind": session.kind, "notes": session.notes}
    around = around_session(request, enrolment)
    if session.held_by_id in {each.pk for each in around["people"]}:
        usual |= {"held_by": str(session.held_by_id)}
    else:
        usual |= {"held_by": SOMEBODY_ELSE, "held_by_name": session.held_by_name}
    form = FollowUpForm(typed(request), initial=usual, **around)
    if form.is_valid():
        said = form.cleaned_data
        if form.became_of_it == FollowUpForm.HELD:
            details = form.details if around["reads_notes"] else form.details | {"notes": session.notes}
            actions.hold(session, by=request.user, held_on=said["day"], **details)
        elif form.became_of_it == FollowUpForm.CANCELLED:
            actions.cancel(session, by=request.user, cancelled_by=said["cancelled_by"], why=said["why"])
        else:
            moved = actions.correct(
                session,
                by=request.user,
                why=said["why"] or "Moved to another day",
                planned_for=said["moved_to"],
            )
            messages.success(request, f"{moved}")
            return redirect(moved)
        messages.success(request, "Saved. The other side can see it")
        return redirect(session)
    context = frame(request, enrolment) | {"entry": session, "form": form}
    return render(request, "supervision/follow_up.html", context)


@never_cache
def correct(request, kind, pk):
    """A new entry in the place of a wrong one, with the reason."""
    kind = kind_or_404(kind)
    found = entry_or_404(permissions.entries_kept_by(request.user, kind), pk)
    if not found.may_move_to("corrected") or (kind is Session and found.is_planned):
        if request.method == "POST":
            raise StaleStep(found)
        return redirect(found)
    form = correction_form(request, found)
    if form.is_valid():
        why = form.cleaned_data["why_corrected"]
        if form.is_taken_back:
            actions.take_back(found, by=request.user, why=why)
            messages.success(request, "Entry taken back. It stays readable, with your reason")
            return redirect(found)
        new = actions.correct(found, by=request.user, why=why, **changes_of(form, found))
        messages.success(request, "Entry corrected. The entry as it was stays readable")
        return redirect(new)
    context = frame(request, found.enrolment) | {"entry": found, "kind": kind.KIND, "form": form}
    return render(request, "supervision/correct.html", context)


def changes_of(form, entry):
    changes = form.changes
    if isinstance(entry, Session) and entry.held_on and "notes" not in form.fields:
        changes |= {"notes": entry.notes}  # who does not read them does not clear them either
    return changes


def correction_form(request, found):
    data, enrolment = typed(request), found.enrolment
    if isinstance(found, Session) and found.was_cancelled:
        names = ["cancelled_by", "cancelled_why"]
        return CorrectCancellationForm(data, initial={name: getattr(found, name) for name in names})
    if isinstance(found, Session):
        names = ["minutes", "reflection_minutes", "kind", "held_by_name", "notes"]
        initial = {name: getattr(found, name) for name in names} | {"day": found.held_on}
        around = around_session(request, enrolment)
        is_offered = found.held_by_id in {each.pk for each in around["people"]}
        initial["held_by"] = str(found.held_by_id) if is_offered else SOMEBODY_ELSE
        return CorrectSessionForm(data, initial=initial, **around)
    if isinstance(found, ProtectedTime):
        hours = found.hours_planned if found.hours_taken is None else found.hours_taken
        return CorrectProtectedTimeForm(
            data,
            enrolment=enrolment,
            promised=found.hours_promised,
            is_planned=found.is_planned,
            initial={"hours": number(hours), "why_lost": found.why_lost},
        )
    names = ["children", "families", "percent", "note"]
    return CorrectWorkloadForm(
        data,
        enrolment=enrolment,
        promised=found.agreed_percent,
        initial={name: getattr(found, name) for name in names},
    )
