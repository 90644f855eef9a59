"""Organisations, their teams, and who is what in them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from swip.accounts import actions, permissions, queries
from swip.accounts.forms import (
    AddOrganisationForm,
    AppointForm,
    ChangeOrganisationForm,
    ChangeTeamForm,
    EndAppointmentForm,
    RenewForm,
    TeamForm,
)
from swip.core import history, history_words

ON_A_PAGE = 50


@require_safe
def organisations(request):
    """The organisations one looks after; straight to it where there is one only."""
    mine = list(permissions.staffed_by(request.user))
    brings_in = permissions.national_programmes_run_by(request.user).exists()
    if not mine:
        raise Http404
    if len(mine) == 1 and not brings_in:
        return redirect(mine[0])
    others = queries.with_administrators(permissions.brought_in_by(request.user))
    page = Paginator(others, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"organisations": mine, "brings_in": brings_in, "page": page}
    return render(request, "accounts/organisations.html", context)


def add_organisation(request):
    if not permissions.national_programmes_run_by(request.user).exists():
        raise Http404
    form = AddOrganisationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        organisation = actions.add_organisation(**form.cleaned_data, by=request.user)
        messages.success(request, f"{organisation} has been added, and its first administrator invited")
        return redirect("accounts:organisations")
    return render(request, "accounts/add_organisation.html", {"form": form})


def frame(request, organisation, active):
    """What every page of one organisation shows above its own subject."""
    return {
        "organisation": organisation,
        "administers": permissions.administered_by(request.user).contains(organisation),
        "waiting": queries.waiting_invitations(organisation),
        "active": active,
    }


@require_safe
def organisation(request, pk):
    """Who is what here now."""
    here = get_object_or_404(permissions.staffed_by(request.user), pk=pk)
    people = queries.people_now(permissions.appointments_shown_to(request.user), here)
    page = Paginator(people, ON_A_PAGE).get_page(request.GET.get("page"))
    ended_by = permissions.appointments_ended_by(request.user)
    can_end = set(ended_by.filter(pk__in=[each.pk for each in page]).values_list("pk", flat=True))
    context = frame(request, here, "people") | {
        "page": page,
        "can_end": can_end,
        "can_renew": renewable(request, page),
    }
    return render(request, "accounts/organisation.html", context)


@require_safe
def past_roles(request, pk):
    here = get_object_or_404(permissions.staffed_by(request.user), pk=pk)
    people = queries.people_before(permissions.appointments_shown_to(request.user), here)
    page = Paginator(people, ON_A_PAGE).get_page(request.GET.get("page"))
    context = frame(request, here, "past") | {"page": page, "can_renew": renewable(request, page)}
    return render(request, "accounts/past_roles.html", context)


def renewable(request, page):
    """Which of the roles on a page one may renew."""
    renewed_by = permissions.appointments_renewed_by(request.user)
    return set(renewed_by.filter(pk__in=[each.pk for each in page]).values_list("pk", flat=True))


@require_safe
def organisation_history(request, pk):
    """Who invited, appointed and changed what. Administrators alone: it names everybody who ever left."""
    here = get_object_or_404(permissions.administered_by(request.user), pk=pk)
    entries = history.of_chain(here.history_chain).reverse()
    page = Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "told": history_words.told(page.object_list)}
    return render(request, "accounts/organisation_history.html", frame(request, here, "history") | context)


def change_organisation(request, pk):
    here = get_object_or_404(permissions.administered_by(request.user), pk=pk)
    form = ChangeOrganisationForm(request.POST if request.method == "POST" else None, organisation=here)
    if form.is_valid():
        kind = form.cleaned_data.get("kind", here.kind)
        actions.change_organisation(here, name=form.cleaned_data["name"], kind=kind, by=request.user)
        messages.success(request, "The organisation has been changed")
        return redirect(here)
    return render(request, "accounts/change_organisation.html", {"form": form, "organisation": here})


@require_safe
def teams(request, pk):
    here = get_object_or_404(permissions.staffed_by(request.user), pk=pk)
    context = frame(request, here, "teams") | {"teams": list(here.teams.all())}
    return render(request, "accounts/teams.html", context)


def add_team(request, pk):
    here = get_object_or_404(permissions.administered_by(request.user), pk=pk)
    form = TeamForm(request.POST if request.method == "POST" else None, organisation=here)
    if form.is_valid():
        team = actions.add_team(here, **form.cleaned_data, by=request.user)
        messages.success(request, f"{team} has been added")
        return redirect("accounts:teams", here.pk)
    return render(request, "accounts/team.html", {"form": form, "organisation": here, "team": None})


def change_team(request, pk):
    team = get_object_or_404(permissions.teams_administered_by(request.user), pk=pk)
    form = TeamForm(
        request.POST if request.method == "POST" else None, organisation=team.organisation, team=team
    )
    if form.is_valid():
        actions.change_team(team, **form.cleaned_data, by=request.user)
        messages.success(request, f"{team} has been changed")
        return redirect("accounts:teams", team.organisation_id)
    context = {"form": form, "organisation": team.organisation, "team": team}
    return render(request, "accounts/team.html", context)


def close_team(request, pk):
    """A team that is no longer there: nobody new is put into it."""
    team = get_object_or_404(permissions.teams_administered_by(request.user), pk=pk)
    if request.method == "POST":
        actions.close_team(team, by=request.user)
        messages.success(request, f"{team} has been closed")
        return redirect("accounts:teams", team.organisation_id)
    context = {"team": team, "organisation": team.organisation, "people": list(queries.people_in_team(team))}
    return render(request, "accounts/close_team.html", context)


@require_POST
def open_team_again(request, pk):
    team = get_object_or_404(permissions.teams_administered_by(request.user), pk=pk)
    actions.open_team_again(team, by=request.user)
    messages.success(request, f"{team} is open again")
    return redirect("accounts:teams", team.organisation_id)


def appoint(request, pk):
    """Give somebody who is here already another role."""
    here = get_object_or_404(permissions.staffed_by(request.user), pk=pk)
    roles = permissions.roles_filled_by(request.user, here)
    form = AppointForm(request.POST if request.method == "POST" else None, organisation=here, roles=roles)
    if form.is_valid():
        person = form.cleaned_data["person"]
        actions.appoint(person, here, **form.appointment, by=request.user)
        messages.success(request, f"{person} has the role, and has been told")
        return redirect(here)
    return render(request, "accounts/appoint.html", {"form": form, "organisation": here})


def end_appointment(request, pk):
    appointment = get_object_or_404(permissions.appointments_ended_by(request.user), pk=pk)
    form = EndAppointmentForm(
        request.POST if request.method == "POST" else None, starts_on=appointment.starts_on
    )
    if form.is_valid():
        try:
            actions.end_appointment(appointment, by=request.user, last_day=form.cleaned_data["last_day"])
        except actions.LastAdministrator:
            form.add_error(
                None, "Nobody else administers this organisation. Give somebody else the role first"
            )
        else:
            messages.success(request, f"{appointment.person}: the role has been ended")
            is_own_way_in = not permissions.staffed_by(request.user).contains(appointment.organisation)
            return redirect(reverse("accounts:account") if is_own_way_in else appointment.organisation)
    context = {"form": form, "appointment": appointment, "organisation": appointment.organisation}
    return render(request, "accounts/end_appointment.html", context)


def renew(request, pk):
    """Let a role go on that ends, or begin again one that ended lately."""
    appointment = get_object_or_404(
        permissions.appointments_renewed_by(request.user).select_related("person", "organisation", "team"),
        pk=pk,
    )
    is_over = not permissions.appointments_ended_by(request.user).contains(appointment)
    form = RenewForm(
        request.POST if request.method == "POST" else None, ends_on=appointment.ends_on, is_over=is_over
    )
    if form.is_valid():
        actions.renew(
            appointment,
            by=request.user,
            last_day=form.cleaned_data["last_day"],
            first_day=form.cleaned_data.get("first_day"),
        )
        messages.success(request, f"{appointment.person}: the role goes on, and they have been told")
        return redirect(appointment.organisation)
    context = {
        "form": form,
        "appointment": appointment,
        "organisation": appointment.organisation,
        "is_over": is_over,
    }
    return render(request, "accounts/renew.html", context)


def change_team_of(request, pk):
    """The same role in another team."""
    appointment = get_object_or_404(permissions.appointments_ended_by(request.user), pk=pk)
    form = ChangeTeamForm(
        request.POST if request.method == "POST" else None,
        organisation=appointment.organisation,
        initial={"team": appointment.team_id},
    )
    if form.is_valid():
        actions.change_team_of(appointment, team=form.cleaned_data["team"], by=request.user)
        messages.success(request, f"{appointment.person}: the team has been changed")
        return redirect(appointment.organisation)
    context = {"form": form, "appointment": appointment, "organisation": appointment.organisation}
    return render(request, "accounts/change_team_of.html", context)
