from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from swip.dashboards import actions, permissions
from swip.dashboards.forms import CohortFilter, SavedViewForm
from swip.dashboards.queries import cohort as queries
from swip.dashboards.views.cohort import asked_of

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
def saved_views(request):
    """The ways in which a coordinator likes to look at their cohort."""
    organisations = queries.all_or_404(permissions.coordinated_organisations(request.user))
    members = queries.cohort_of(request.user, organisations)
    views = [
        (view, CohortFilter(QueryDict(view.query), members=members).in_words)
        for view in permissions.views_kept_by(request.user)
    ]
    return render(request, "dashboards/saved_views.html", {"views": views})


@require_http_methods(FORM_METHODS)
def keep_view(request):
    """A name for what is filtered and sorted at the moment."""
    organisations = queries.all_or_404(permissions.coordinated_organisations(request.user))
    asked, _ = asked_of(request.user, organisations, request.GET)
    kept = permissions.views_kept_by(request.user)
    form = SavedViewForm(request.POST if request.method == "POST" else None, taken=kept)
    if form.is_valid():
        view = actions.keep_view(query=asked.query, by=request.user, **form.cleaned_data)
        messages.success(request, f"The view “{view}” has been saved")
        return redirect(view)
    context = {"form": form, "filters": asked.in_words, "query": asked.query}
    return render(request, "dashboards/keep_view.html", context)


@require_http_methods(FORM_METHODS)
def change_view(request, pk):
    """Another name, or whether it is shown first."""
    queries.all_or_404(permissions.coordinated_organisations(request.user))
    kept = permissions.views_kept_by(request.user)
    view = get_object_or_404(kept, pk=pk)
    form = SavedViewForm(
        request.POST if request.method == "POST" else None,
        taken=kept.exclude(pk=view.pk),
        initial={"name": view.name, "is_default": view.is_default},
    )
    if form.is_valid():
        actions.change_view(view, by=request.user, **form.cleaned_data)
        messages.success(request, f"The view “{view}” has been changed")
        return redirect("dashboards:saved_views")
    return render(request, "dashboards/change_view.html", {"form": form, "saved_view": view})


@require_http_methods(FORM_METHODS)
def delete_view(request, pk):
    queries.all_or_404(permissions.coordinated_organisations(request.user))
    view = get_object_or_404(permissions.views_kept_by(request.user), pk=pk)
    if request.method == "POST":
        actions.delete_view(view, by=request.user)
        messages.success(request, f"The view “{view}” has been deleted")
        return redirect("dashboards:saved_views")
    return render(request, "dashboards/delete_view.html", {"saved_view": view})
