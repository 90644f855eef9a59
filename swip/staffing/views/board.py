"""The capacity board, and who could look after one social worker."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Pairing
from swip.enrolment.queries import lead_stays, with_its_programme
from swip.staffing import permissions
from swip.staffing.forms import BoardFilter
from swip.staffing.models import Capacity
from swip.staffing.queries import board as boards_of
from swip.staffing.queries.matching import match_for
from swip.staffing.queries.rule_numbers import (
    AWAY_DAYS,
    COUNTS_AS,
    FIRST_WEEKS,
    MOST,
    SOON_WEEKS,
    TWO_PEOPLE,
)
from swip.staffing.queries.staff import KIND_OF, Staff

ON_A_PAGE = 25
RULES_OF_MATCHING = [COUNTS_AS, FIRST_WEEKS, AWAY_DAYS, TWO_PEOPLE]


@require_safe
def boards(request):
    """Straight to the board of the one organisation, or a choice of several."""
    organisations = list(permissions.staffed_by(request.user))
    if not organisations:
        raise Http404
    if len(organisations) == 1:
        return redirect("staffing:board", organisations[0].pk)
    return render(request, "staffing/boards.html", {"organisations": organisations})


@require_safe
def board(request, pk):
    """Who carries how many of how many, who is away, and what wants doing."""
    organisation = get_object_or_404(permissions.staffed_by(request.user), pk=pk)
    kind = request.GET.get("kind", "")
    if kind not in Capacity.Kind.values:
        kind = Capacity.Kind.SUPERVISE.value
    staff = Staff(organisation, today=timezone.localdate())
    rows = boards_of.rows_of(staff, kind)
    teams = sorted({team for each in rows for team in each.member.teams}, key=lambda team: team.name)
    form = BoardFilter(request.GET, teams=teams)
    sort = request.GET.get("sort", boards_of.DEFAULT_SORT)
    found = boards_of.sorted_by(boards_of.having(rows, **form.chosen), sort)
    context = {
        "organisation": organisation,
        "kind": Capacity.Kind(kind),
        "kinds": Capacity.Kind,
        "paired_as": next((each for each, does in KIND_OF.items() if does == kind), None),
        "filter": form,
        "sort": sort,
        "totals": boards_of.totals_of(rows),
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "to_do": boards_of.to_do(staff, kind, user=request.user),
        "rules": staff.numbers.rules(MOST[kind][0], SOON_WEEKS),
        "today": staff.today,
        "soon": staff.numbers.soon(staff.today),
    }
    return render(request, "staffing/board.html", context)


@require_safe
def match(request, pk, kind):
    """Suggestions with their reasons, and who is left out and why. Nobody is paired by looking."""
    if kind not in Pairing.Kind.values:
        raise Http404
    enrolment = get_object_or_404(with_its_programme(enrolments.pairable_by(request.user)), pk=pk)
    # An employer that they are about to move to names its own people, for its own time.
    stay = lead_stays(enrolment, permissions.staffed_by(request.user))[0]
    organisation, today = stay.organisation, timezone.localdate()
    former = enrolment.pairing(kind, on=max(stay.starts_on, today))
    staff = Staff(organisation, today=today)
    day = max(today, stay.starts_on, former.starts_on if former else stay.starts_on)
    context = {
        "enrolment": enrolment,
        "organisation": organisation,
        "kind": Pairing.Kind(kind),
        "former": former,
        "day": day,
        "found": match_for(
            staff,
            enrolment,
            kind,
            on=day,
            former=former.person if former else None,
            user=request.user,
        ),
        "rules": staff.numbers.rules(MOST[KIND_OF[Pairing.Kind(kind)]][0], *RULES_OF_MATCHING),
    }
    return render(request, "staffing/match.html", context)
