"""Pages of enrolments: registration step by step, one social worker's place, its people and its history."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from swip.core import history_words
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions, permissions, queries, rules
from swip.enrolment.forms import (
    DetailsForm,
    OrganisationForm,
    PairingForm,
    PeopleForm,
    PlaceForm,
    ProgrammeForm,
    QuestionForm,
    WithdrawForm,
)
from swip.enrolment.models import Enrolment, Pairing, RegistrationDraft
from swip.enrolment.rules import RegistrationRefused

ENTRIES_ON_A_PAGE = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


# One enrolment


def find(request, enrolments, pk) -> Enrolment:
    return get_object_or_404(queries.with_its_programme(enrolments), pk=pk)


@require_safe
def enrolment(request, pk):
    """A social worker's place on a programme: dates, people, employment, and the way to everything else."""
    enrolment = find(request, permissions.visible_to(request.user), pk)
    actions.note_look(enrolment, by=request.user)
    answers_are_shown = permissions.answers_readable_by(request.user).contains(enrolment)
    context = {
        "enrolment": enrolment,
        "is_own": enrolment.social_worker_id == request.user.pk,
        "around": queries.around(enrolment),
        "stages": queries.stage_line(enrolment),
        "rules_of_dates": queries.rules_of_dates(enrolment.rule_book),
        "today": timezone.localdate(),
        "eligibility": queries.eligibility_decision(enrolment) if answers_are_shown else None,
        "may_change": permissions.pairable_by(request.user).contains(enrolment),
    }
    return render(request, "enrolment/enrolment.html", context)


@require_safe
def history(request, pk):
    """Who did what, when, on whose behalf and under which rules."""
    enrolment = find(request, permissions.visible_to(request.user), pk)
    actions.note_look(enrolment, by=request.user)
    return entries_page(
        request, "enrolment/history.html", enrolment, queries.history_of(enrolment, reader=request.user)
    )


@require_safe
def looks(request, pk):
    """Who opened the record without supervising: for the social worker alone."""
    enrolment = find(request, permissions.undertaken_by(request.user), pk)
    return entries_page(request, "enrolment/looks.html", enrolment, queries.looks_at(enrolment))


def entries_page(request, template, enrolment, entries):
    page = Paginator(entries, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page"))
    is_own = enrolment.social_worker_id == request.user.pk
    context = {
        "enrolment": enrolment,
        "is_own": is_own,
        "page": page,
        "told": history_words.told(page.object_list, is_own=is_own),
    }
    return render(request, template, context)


@form_page
def change_supervisor(request, pk):
    return change_pairing(request, pk, Pairing.Kind.SUPERVISOR)


@form_page
def change_assessor(request, pk):
    return change_pairing(request, pk, Pairing.Kind.ASSESSOR)


def change_pairing(request, pk, kind):
    """Typed, checked, confirmed: the same address each time, so that a mistake loses nothing."""
    enrolment = find(request, permissions.pairable_by(request.user), pk)
    former = enrolment.pairing(kind)
    people = queries.choosable(
        queries.employers_of(enrolment) & permissions.registers_for(request.user),
        kind,
        except_for=[enrolment.social_worker, *([former.person] if former else [])],
    )
    form = PairingForm(
        request.POST if request.method == "POST" else None,
        enrolment=enrolment,
        kind=kind,
        former=former,
        people=people,
    )
    context = {
        "enrolment": enrolment,
        "form": form,
        "former": former,
        "kind": Pairing.Kind(kind),
        "people": people,
        "also": enrolment.paired_with(other_kind(kind)),
    }
    step = request.POST.get("step")
    if step == "change" or not form.is_valid():
        return render(request, "enrolment/change_pairing.html", context)
    if step != "confirm":
        return render(request, "enrolment/check_pairing.html", context)
    actions.pair(
        enrolment,
        kind,
        form.person,
        by=request.user,
        from_day=form.cleaned_data["from_day"],
        instead_of=form.cleaned_data["instead_of"],
        note=form.cleaned_data["note"],
    )
    messages.success(request, f"{form.person} has been named and told")
    return redirect(enrolment)


def other_kind(kind):
    return next(each for each in Pairing.Kind if each != kind)


@form_page
def withdraw(request, pk):
    """Typed, checked, confirmed."""
    enrolment = find(request, permissions.withdrawable_by(request.user), pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None, enrolment=enrolment)
    behind = queries.rules_behind(enrolment.rule_book, queries.WITHDRAWAL_REASONS)
    context = {"enrolment": enrolment, "form": form, "rules": behind}
    step = request.POST.get("step")
    if step == "change" or not form.is_valid():
        return render(request, "enrolment/withdraw.html", context)
    if step != "confirm":
        return render(request, "enrolment/check_withdrawal.html", context)
    actions.withdraw(enrolment, by=request.user, **form.cleaned_data)
    messages.success(request, f"{enrolment.social_worker} has left the programme and has been told")
    return redirect(enrolment)


# Registration, one thing a page


@form_page
def register(request):
    """Begin to register somebody, or carry on with a registration that is not finished."""
    organisations = list(permissions.registers_for(request.user))
    if not organisations:
        raise Http404
    needs_choice = len(organisations) > 1
    form = OrganisationForm(
        request.POST if request.method == "POST" and needs_choice else None, organisations=organisations
    )
    if request.method == "POST" and (form.is_valid() or not needs_choice):
        organisation = form.organisation if needs_choice else organisations[0]
        draft = actions.begin_registration(organisation, by=request.user)
        return redirect("enrolment:register_programme", draft.pk)
    context = {
        "form": form,
        "needs_choice": needs_choice,
        "organisations": organisations,
        "drafts": queries.with_next_step(permissions.registrations_of(request.user)),
        "are_there_programmes": queries.rule_books_in_force().exists(),
    }
    return render(request, "enrolment/register.html", context)


def on_the_way(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of a registration: it comes in its turn, and never again once the person is registered."""

    @wraps(view)
    @form_page
    def page(request, pk, **more):
        draft = get_object_or_404(
            queries.with_rules(permissions.registrations_of(request.user)),
            pk=pk,
        )
        if draft.enrolment_id:
            return redirect("enrolment:registered", draft.enrolment_id)
        steps = queries.steps_of(draft)
        name = ":".join([view.__name__.removeprefix("register_"), *more.values()])
        step = next((each for each in steps if each.name == name), None)
        if more and step is None:
            raise Http404
        earlier = steps[: steps.index(step)] if step else []
        if unfinished := next((each for each in earlier if not each.is_done), None):
            return redirect(unfinished.href)
        is_past_the_questions = step in steps[-4:]
        if is_past_the_questions and queries.in_the_way(draft):
            return redirect("enrolment:register_cannot_join", draft.pk)
        request.way_back = way_back(steps, step)
        return view(request, draft, **more)

    return page


def way_back(steps: list[queries.Step], step: queries.Step | None) -> str:
    """To the page before; once all is answered, to the page where all of it stands."""
    if step is None:
        return next((each.href for each in reversed(steps) if each.name.startswith("question:")), "")
    if step is not steps[-1] and all(each.is_done for each in steps[:-1]):
        return steps[-1].href
    place = steps.index(step)
    return steps[place - 1].href if place else reverse("enrolment:register")


def onward(draft: RegistrationDraft) -> HttpResponse:
    """To the first page that still wants an answer, unless an answer stands in the way."""
    if queries.in_the_way(draft):
        return redirect("enrolment:register_cannot_join", draft.pk)
    return redirect(next(each for each in queries.steps_of(draft) if not each.is_done).href)


@on_the_way
def register_programme(request, draft):
    form = ProgrammeForm(
        request.POST if request.method == "POST" else None,
        rule_books=list(queries.rule_books_in_force()),
        chosen=draft.rule_book,
    )
    if form.is_valid():
        actions.choose_programme(draft, form.rule_book)
        return onward(draft)
    return render(request, "enrolment/register_question.html", {"draft": draft, "form": form, "rule": None})


@on_the_way
def register_question(request, draft, code):
    question = next(each for each in draft.rule_book.questions if each.code == code)
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        question=question,
        answer=draft.eligibility_answers.get(code, ""),
    )
    if form.is_valid():
        actions.answer_question(draft, code, form.cleaned_data["answer"])
        if queries.is_worth_telling(draft) and not queries.in_the_way(draft):
            return redirect("enrolment:register_eligibility", draft.pk)
        return onward(draft)
    context = {"draft": draft, "form": form, "rule": draft.rule_book.rule(question.rule_key)}
    return render(request, "enrolment/register_question.html", context)


@on_the_way
def register_cannot_join(request, draft):
    """What stands in the way, and the rule that says so. Here a registration stops."""
    in_the_way = queries.in_the_way(draft)
    if not in_the_way:
        return onward(draft)
    return render(request, "enrolment/register_cannot_join.html", {"draft": draft, "in_the_way": in_the_way})


@on_the_way
def register_eligibility(request, draft):
    """They may join, but: no grant, or something to bear in mind."""
    if queries.in_the_way(draft) or not queries.is_all_answered(draft):
        return onward(draft)
    steps = queries.steps_of(draft)
    context = {
        "draft": draft,
        "eligibility": queries.eligibility_of(draft),
        "answered": queries.answered_in(draft),
        "next": next(each for each in steps if not each.is_done).href,
    }
    return render(request, "enrolment/register_eligibility.html", context)


@on_the_way
def register_details(request, draft):
    form = DetailsForm(request.POST if request.method == "POST" else None, draft=draft)
    if form.is_valid():
        actions.keep_details(draft, **form.cleaned_data)
        return onward(draft)
    behind = queries.rules_behind(draft.rule_book, "swe_number.format")
    return render(request, "enrolment/register_details.html", {"draft": draft, "form": form, "rules": behind})


@on_the_way
def register_place(request, draft):
    form = PlaceForm(request.POST if request.method == "POST" else None, draft=draft)
    if form.is_valid():
        actions.keep_details(draft, **form.details)
        return onward(draft)
    behind = queries.rules_behind(draft.rule_book, "programme.dates", "programme.part_time")
    return render(request, "enrolment/register_place.html", {"draft": draft, "form": form, "rules": behind})


@on_the_way
def register_people(request, draft):
    form = PeopleForm(
        request.POST if request.method == "POST" else None, draft=draft, worker=queries.worker_of(draft)
    )
    if form.is_valid():
        actions.keep_details(draft, **form.details)
        return onward(draft)
    return render(request, "enrolment/register_people.html", {"draft": draft, "form": form})


@on_the_way
def register_check(request, draft):
    """Everything on one page, each with its way back; then once, and once only, it is done."""
    refusal = None
    if request.method == "POST":
        if newer := queries.newer_rules(draft):
            actions.choose_programme(draft, newer)
            messages.warning(request, "The rules have changed since you began. Answer the questions again")
            return onward(draft)
        try:
            enrolment = actions.finish_registration(draft, by=request.user)
        except RegistrationRefused as reason:
            refusal = reason
        except StaleStep:  # pressed twice: the first press has done it
            draft.refresh_from_db()
            if draft.enrolment_id is None:
                raise
            return redirect("enrolment:registered", draft.enrolment_id)
        else:
            return redirect("enrolment:registered", enrolment.pk)
    try:
        registration = queries.registration_of(draft)
    except RegistrationRefused as reason:
        messages.error(request, reason.reason)
        return redirect(f"enrolment:register_{reason.step}", draft.pk)
    book = draft.rule_book
    context = {
        "draft": draft,
        "registration": registration,
        "refusal": refusal,
        "known": queries.worker_of(draft),
        "answered": queries.answered_in(draft),
        "eligibility": queries.eligibility_of(draft),
        "due": rules.stages_due(registration.starts_on, book.stages),
        "rules_of_dates": queries.rules_of_dates(book),
    }
    return render(request, "enrolment/register_check.html", context)


@on_the_way
def register_delete(request, draft):
    if request.method == "POST":
        actions.delete_registration(draft, by=request.user)
        messages.success(request, "The registration has been deleted")
        return redirect("enrolment:register")
    return render(request, "enrolment/register_delete.html", {"draft": draft})


@require_safe
def registered(request, pk):
    """It is done: the dates of every stage, and what happens next."""
    enrolment = find(request, permissions.coordinated_by(request.user), pk)
    context = {
        "enrolment": enrolment,
        "around": queries.around(enrolment),
        "stages": queries.stage_line(enrolment),
        "rules_of_dates": queries.rules_of_dates(enrolment.rule_book),
        "today": timezone.localdate(),
    }
    return render(request, "enrolment/registered.html", context)
