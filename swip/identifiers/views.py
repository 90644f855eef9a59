"""What is out of sight, for whoever sees to it."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from swip.identifiers import permissions, queries

ON_A_PAGE = 50


@require_safe
def quarantines(request):
    """What was taken out of sight in the organisations that this person sees to, the open ones first."""
    kept = queries.kept_by_organisation(request.user)
    if not permissions.keeps_for(request.user).exists() and not kept.exists():
        raise Http404
    page = Paginator(kept, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "identifiers/quarantines.html", {"page": page, "in_words": queries.kinds_in_words})
