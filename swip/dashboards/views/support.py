from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from swip.dashboards import permissions, rules
from swip.dashboards.forms import SupportFilter
from swip.dashboards.queries import cohort as queries

ROWS_ON_A_PAGE = 50


@require_safe
def support(request):
    """Whose support falls short of what was promised, by team and by supervisor."""
    organisations = queries.all_or_404(permissions.watched_organisations(request.user))
    members = queries.supported_by(permissions.supported_in(request.user), organisations)
    form = SupportFilter(request.GET, members=members)
    found = rules.asked_for(members, form.asked, timezone.localdate())
    short = [each for each in rules.in_order(found, "support") if each.short_of]
    context = {
        "organisations": organisations,
        "everybody": rules.Group("", "", members),
        "teams": rules.by_team(members),
        "supervisors": rules.by_supervisor(members),
        "support_words": rules.SUPPORT_WORDS,
        "filter": form,
        "found": len(found),
        "page": Paginator(short, ROWS_ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "dashboards/support.html", context)
