"""Registration, one thing a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from swip.core.lifecycle import StaleStep
from swip.enrolment import queries as enrolments
from swip.enrolment.permissions import registers_for
from swip.enrolment.queries.timetable import dates_ahead
from swip.enrolment.rules import RegistrationRefused
from swip.registration import actions, permissions, queries, rules
from swip.registration.forms.drafts import (
    DetailsForm,
    OrganisationForm,
    PeopleForm,
    PlaceForm,
    ProgrammeForm,
    QuestionForm,
    SamePersonForm,
)
from swip.registration.models import RegistrationDraft

PAST_THE_QUESTIONS = {"details", "same_person", "place", "people", "check"}

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
def begin(request):
    """Begin to register somebody, or carry on with a registration that is not finished."""
    organisations = list(registers_for(request.user))
    if not organisations:
        raise Http404
    needs_choice = len(organisations) > 1
    form = OrganisationForm(
        request.POST if request.method == "POST" and needs_choice else None, organisations=organisations
    )
    if request.method == "POST" and (form.is_valid() or not needs_choice):
        organisation = form.organisation if needs_choice else organisations[0]
        draft = actions.begin_registration(organisation, by=request.user)
        return redirect("registration:programme", draft.pk)
    context = {
        "form": form,
        "needs_choice": needs_choice,
        "organisations": organisations,
        "drafts": queries.with_next_step(permissions.registrations_of(request.user)),
        "are_there_programmes": enrolments.rule_books_in_force().exists(),
    }
    return render(request, "registration/begin.html", context)


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
        name = ":".join([view.__name__, *more.values()])
        step = next((each for each in steps if each.name == name), None)
        if more and step is None:
            raise Http404
        earlier = steps[: steps.index(step)] if step else []
        if unfinished := next((each for each in earlier if not each.is_done), None):
            return redirect(unfinished.href)
        if step and step.name in PAST_THE_QUESTIONS and queries.in_the_way(draft):
            return redirect("registration:cannot_join", draft.pk)
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
    return steps[place - 1].href if place else reverse("registration:begin")


def onward(draft: RegistrationDraft) -> HttpResponse:
    """To the first page that still wants an answer, unless an answer stands in the way."""
    if queries.in_the_way(draft):
        return redirect("registration:cannot_join", draft.pk)
    return redirect(next(each for each in queries.steps_of(draft) if not each.is_done).href)


@on_the_way
def programme(request, draft):
    form = ProgrammeForm(
        request.POST if request.method == "POST" else None,
        rule_books=list(enrolments.rule_books_in_force()),
        chosen=draft.rule_book,
    )
    if form.is_valid():
        actions.choose_programme(draft, form.rule_book)
        return onward(draft)
    return render(request, "registration/question.html", {"draft": draft, "form": form, "rule": None})


@on_the_way
def question(request, draft, code):
    question = next(each for each in draft.rule_book.questions if each.code == code)
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        question=question,
        answer=draft.eligibility_answers.get(code, ""),
    )
    if form.is_valid():
        actions.answer_question(draft, code, form.cleaned_data["answer"])
        if queries.is_worth_telling(draft) and not queries.in_the_way(draft):
            return redirect("registration:eligibility", draft.pk)
        return onward(draft)
    context = {"draft": draft, "form": form, "rule": draft.rule_book.rule(question.rule_key)}
    return render(request, "registration/question.html", context)


@on_the_way
def cannot_join(request, draft):
    """What stands in the way, and the rule that says so. Here a registration stops."""
    in_the_way = queries.in_the_way(draft)
    if not in_the_way:
        return onward(draft)
    return render(request, "registration/cannot_join.html", {"draft": draft, "in_the_way": in_the_way})


@on_the_way
def eligibility(request, draft):
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
    return render(request, "registration/eligibility.html", context)


@on_the_way
def details(request, draft):
    form = DetailsForm(request.POST if request.method == "POST" else None, draft=draft)
    if form.is_valid():
        actions.keep_details(draft, **form.details)
        return onward(draft)
    behind = enrolments.rules_behind(draft.rule_book, "swe_number.format")
    return render(request, "registration/details.html", {"draft": draft, "form": form, "rules": behind})


@on_the_way
def same_person(request, draft):
    """Somebody of the same name is known already. It is a warning, and whoever registers decides."""
    form = SamePersonForm(request.POST if request.method == "POST" else None)
    alike = draft.details.get("alike")
    if not alike:
        return onward(draft)
    if form.is_valid():
        if form.cleaned_data["is_same"] == "yes":
            messages.info(request, "Enter the email address and registration number that we know them by")
            return redirect("registration:details", draft.pk)
        actions.keep_details(draft, is_another=alike)
        return onward(draft)
    context = {
        "draft": draft,
        "form": form,
        "places": queries.places_of_those(draft.organisation, alike),
        "is_known_elsewhere": alike["elsewhere"],
    }
    return render(request, "registration/same_person.html", context)


@on_the_way
def place(request, draft):
    form = PlaceForm(request.POST if request.method == "POST" else None, draft=draft)
    if form.is_valid():
        actions.keep_details(draft, **form.details)
        return onward(draft)
    behind = enrolments.rules_behind(draft.rule_book, "programme.dates", "programme.part_time")
    return render(request, "registration/place.html", {"draft": draft, "form": form, "rules": behind})


@on_the_way
def people(request, draft):
    form = PeopleForm(
        request.POST if request.method == "POST" else None, draft=draft, worker=queries.worker_of(draft)
    )
    if form.is_valid():
        actions.keep_details(draft, **form.details)
        return onward(draft)
    return render(request, "registration/people.html", {"draft": draft, "form": form})


@on_the_way
def check(request, draft):
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
        return redirect(f"registration:{reason.step}", draft.pk)
    book, known = draft.rule_book, queries.worker_of(draft)
    context = {
        "draft": draft,
        "registration": registration,
        "refusal": refusal,
        "known": known,
        "is_known_otherwise": known and not rules.alike(known.name, registration.name),
        "answered": queries.answered_in(draft),
        "eligibility": queries.eligibility_of(draft),
        "due": dates_ahead(book, registration.starts_on, registration.full_time_equivalent).stages,
        "rules_of_dates": enrolments.rules_of_dates(book),
    }
    return render(request, "registration/check.html", context)


@on_the_way
def delete(request, draft):
    if request.method == "POST":
        actions.delete_registration(draft, by=request.user)
        messages.success(request, "The registration has been deleted")
        return redirect("registration:begin")
    return render(request, "registration/delete.html", {"draft": draft})
