"""Two employers at once: handing over the lead, and ending a second job."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from swip.enrolment import permissions, queries
from swip.enrolment.actions import second_jobs as actions
from swip.enrolment.forms.second_jobs import EndJobForm, LeadForm
from swip.enrolment.rules.changes import ChangeRefused
from swip.enrolment.views.place import find, form_page


@form_page
def hand_over_lead(request, pk):
    """By the employer that answers for the programme, once the other one has agreed."""
    enrolment = find(request, permissions.lead_handed_over_by(request.user), pk)
    lead = queries.lead_stays(enrolment)[0]
    form = LeadForm(
        request.POST if request.method == "POST" else None,
        enrolment=enrolment,
        jobs=queries.second_jobs(enrolment),
    )
    context = {"enrolment": enrolment, "form": form, "lead": lead}
    step = request.POST.get("step")
    if step == "change" or not form.is_valid():
        return render(request, "enrolment/hand_over_lead.html", context)
    if step != "confirm":
        return render(request, "enrolment/check_lead.html", context)
    organisation = form.organisation
    try:
        actions.hand_over_lead(
            enrolment,
            organisation,
            from_day=form.cleaned_data["from_day"],
            agreed_with=form.cleaned_data["agreed_with"],
            by=request.user,
        )
    except ChangeRefused as refused:
        form.add_error(refused.field, refused.reason)
        return render(request, "enrolment/hand_over_lead.html", context)
    messages.success(request, f"{organisation} answers for the programme from that day, and has been told")
    return redirect("enrolment:employers", enrolment.pk)


@form_page
def end_second_job(request, pk):
    jobs = permissions.second_jobs_ended_by(request.user)
    asked = get_object_or_404(jobs.select_related("enrolment__social_worker", "enrolment__programme"), pk=pk)
    # Hours that change make several periods of one job: it ends as a whole, whichever of them was pressed.
    periods = [
        each for each in queries.second_jobs(asked.enrolment) if each.organisation_id == asked.organisation_id
    ]
    job = periods[0]
    form = EndJobForm(request.POST if request.method == "POST" else None, job=job, until=periods[-1].ends_on)
    context = {"enrolment": job.enrolment, "job": job, "form": form}
    step = request.POST.get("step")
    if step == "change" or not form.is_valid():
        return render(request, "enrolment/end_job.html", context)
    if step != "confirm":
        return render(request, "enrolment/check_end_job.html", context)
    enrolment = job.enrolment
    try:
        actions.end_second_job(
            job,
            last_day=form.cleaned_data.get("last_day"),
            note=form.cleaned_data["note"],
            by=request.user,
        )
    except ChangeRefused as refused:
        form.add_refusal(refused)
        return render(request, "enrolment/end_job.html", context)
    messages.success(request, "The end of the job has been recorded, and the people concerned have been told")
    if permissions.employers_shown_to(request.user).contains(enrolment):
        return redirect("enrolment:employers", enrolment.pk)
    return redirect("dashboards:home")  # the last day is past, and with it the sight of the record
