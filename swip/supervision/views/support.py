"""One person's support: what was promised, what was given, and everything that was entered."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from swip.supervision import permissions, queries
from swip.supervision.models import ProtectedTime, Session, Workload
from swip.supervision.queries import agreements
from swip.supervision.queries import support as ledgers
from swip.supervision.views.common import enrolment_to_read, frame, kind_or_404

NEWEST = 6
ON_A_PAGE = 25


@require_safe
def support(request, enrolment_pk):
    """The page a social worker, their supervisor and their employer share: the same figures for all."""
    enrolment = enrolment_to_read(request, enrolment_pk)
    around = frame(request, enrolment)
    may_write = (
        enrolment.is_open
        and not around["is_own"]
        and permissions.supported_by(request.user).contains(enrolment)
    )
    may_record = enrolment.is_open and (around["is_own"] or may_write)
    found = {each.status: each for each in agreements.agreements_of(enrolment)}
    in_force, offered, draft = (found.get(status) for status in ("in_force", "offered", "draft"))
    version = agreements.versions_of(in_force)[-1] if in_force else None
    book = enrolment.rule_book
    context = around | {
        "ledger": queries.ledger_of(enrolment),
        "today": timezone.localdate(),
        "in_force": in_force,
        "version": version,
        "offered": offered,
        "draft": draft,
        "part": permissions.part_to_sign(request.user, agreements.versions_of(offered)[-1])
        if offered
        else "",
        "due_on": agreements.due_on(enrolment),
        "hours_changed": agreements.hours_have_changed(enrolment, version) if version else "",
        "people_changed": agreements.people_have_changed(enrolment, version) if version else False,
        "may_record": may_record,
        "may_write": may_write,
        "unseen": ledgers.unseen(request.user, enrolment) if may_record else [],
        "sessions": ledgers.entries_of(enrolment, Session)[:NEWEST],
        "weeks": ledgers.entries_of(enrolment, ProtectedTime)[:NEWEST],
        "workloads": ledgers.entries_of(enrolment, Workload)[:NEWEST],
        "rules": {
            name: book.rule_url(key)
            for name, key in {
                "expected": agreements.EXPECTED_RULE,
                "late": agreements.LATE_RULE,
                "hours": agreements.HOURS_RULES[0],
                "workload": agreements.WORKLOAD_RULE,
                "agreement": agreements.AGREEMENT_RULE,
            }.items()
            if key in book.contents.rules
        },
    }
    return render(request, "supervision/support.html", context)


@require_safe
def entries(request, enrolment_pk, kind):
    """Every entry of one kind, corrected ones too."""
    kind = kind_or_404(kind)
    enrolment = enrolment_to_read(request, enrolment_pk)
    page = Paginator(ledgers.entries_of(enrolment, kind), ON_A_PAGE).get_page(request.GET.get("page"))
    context = frame(request, enrolment) | {"page": page, "kind": kind.KIND, "name": kind.NAME}
    return render(request, "supervision/entries.html", context)
