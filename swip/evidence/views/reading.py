"""Lists of evidence, and a piece with its versions."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render

from swip.evidence import permissions, queries
from swip.evidence.differences import are_the_same, differences
from swip.evidence.forms import PortfolioFilterForm
from swip.evidence.models import Evidence
from swip.evidence.views.common import ON_A_PAGE, enrolment_to_read, piece_to_read
from swip.standards.contents import outcomes_of


def portfolio(request, enrolment_pk):
    """Everything one social worker has written; for others, what was handed in of it."""
    enrolment = enrolment_to_read(request, enrolment_pk)
    is_writer = enrolment.social_worker_id == request.user.pk
    statuses = [
        (status.value, status.label)
        for status in Evidence.Status
        if is_writer or status in Evidence.HANDED_IN
    ]
    outcomes = [(each.code, each.text) for each in outcomes_of(enrolment.standards)]
    form = PortfolioFilterForm(request.GET, statuses=statuses, outcomes=outcomes)
    chosen = form.chosen()
    pieces = queries.narrowed(
        queries.portfolio(enrolment, reader=request.user), reader_is_writer=is_writer, **chosen
    )
    rows = queries.for_a_list(pieces, reader_is_writer=is_writer)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "enrolment": enrolment,
        "is_writer": is_writer,
        "filters": form,
        "is_filtered": any(chosen.values()),
        "page": page,
        "lines": queries.lines(page),
        "statuses": Evidence.Status.choices,
    }
    return render(request, "evidence/list.html", context)


def evidence(request, pk):
    """One piece: as it stands for its writer, as it was handed in for everybody else."""
    evidence = piece_to_read(request, pk)
    is_writer = evidence.enrolment.social_worker_id == request.user.pk
    versions = queries.versions_of(evidence, reader=request.user)
    context = {
        "evidence": evidence,
        "is_writer": is_writer,
        "may_write": is_writer and evidence.enrolment.is_open,
        "may_review": not is_writer and permissions.reviewable_by(request.user).contains(evidence),
        "reading": queries.reading(evidence) if is_writer else queries.reading_of(versions[0]),
        "versions": versions,
        "review": queries.latest_review(versions),
        "guard": queries.guard_of(evidence, is_writer=is_writer, versions=versions),
    }
    return render(request, "evidence/evidence.html", context)


def versions(request, pk):
    evidence = piece_to_read(request, pk)
    context = {"evidence": evidence, "versions": queries.versions_of(evidence, reader=request.user)}
    return render(request, "evidence/versions.html", context)


def version(request, pk, number):
    """One version, as it was handed in."""
    evidence = piece_to_read(request, pk)
    version = get_object_or_404(queries.version_of(evidence, number, reader=request.user))
    context = {
        "evidence": evidence,
        "version": version,
        "is_writer": evidence.enrolment.social_worker_id == request.user.pk,
        "review": queries.review_of(version),
        "reading": queries.reading_of(version),
    }
    return render(request, "evidence/version.html", context)


def changes(request, pk, number):
    """What changed from the version before to this one."""
    evidence = piece_to_read(request, pk)
    after = get_object_or_404(queries.version_of(evidence, number, reader=request.user))
    before = get_object_or_404(queries.version_of(evidence, number - 1, reader=request.user))
    parts = [
        {"name": name, "passages": differences(old, new)}
        for name, old, new in queries.side_by_side(before, after)
    ]
    context = {
        "evidence": evidence,
        "before": before,
        "after": after,
        "changed": [part for part in parts if not are_the_same(part["passages"])],
        "unchanged": [part for part in parts if are_the_same(part["passages"])],
    }
    return render(request, "evidence/changes.html", context)
