"""What a supervisor said, and by which somebody could be recognised: out of sight, mended, seen to, brought back."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from swip.enrolment.actions import note_look
from swip.enrolment.queries import colleagues_of, is_looked_through, rules_of_breach, rules_of_looking
from swip.evidence import permissions
from swip.evidence.actions import comments as actions
from swip.evidence.forms.showcase import LONGEST_REASON
from swip.evidence.models import EvidenceReview
from swip.evidence.queries import comments as queries
from swip.identifiers.mending import (
    ToMend,
    look_through_mended_page,
    mend_page,
    out_of_sight_page,
    take_out_page,
)

LONGEST_COMMENT = 20_000
ANSWER_STAYS = "What you decided stays as it was: only what you said of it changes."


def review_or_404(reviews, pk):
    return get_object_or_404(
        reviews.select_related(
            "reviewed_by",
            "version__evidence__enrolment__social_worker",
            "version__evidence__enrolment__rule_book",
        ),
        pk=pk,
    )


def showcase_or_404(showcases, pk):
    return get_object_or_404(
        showcases.select_related(
            "answered_by", "outcome", "enrolment__social_worker", "enrolment__rule_book"
        ),
        pk=pk,
    )


def take_out(request, record):
    enrolment = record.enrolment
    return take_out_page(
        request,
        what="the comment",
        whose=str(enrolment.social_worker),
        writer=queries.writer_of(record),
        back=queries.where_it_stands(record),
        then=queries.where_it_stands(record),
        rules=rules_of_breach(enrolment.rule_book),
        take=lambda kinds: actions.take_comment_out_of_sight(record, kinds=kinds, by=request.user),
        effects=["what it was said of stays where it is, and so does the answer"],
    )


@never_cache
def take_review_out_of_sight(request, pk):
    """Any reader of the piece does it at once, its writer too."""
    if mine := permissions.reviews_taken_out_of_sight_by(request.user).filter(pk=pk).first():
        return redirect("evidence:evidence", mine.version.evidence_id)  # pressed twice
    return take_out(request, review_or_404(permissions.reviews_quarantinable_by(request.user), pk))


@never_cache
def take_showcase_out_of_sight(request, pk):
    """The comment of a supervisor who suggests others; the pieces stay."""
    if mine := permissions.showcases_taken_out_of_sight_by(request.user).filter(pk=pk).first():
        return redirect(mine)
    return take_out(request, showcase_or_404(permissions.showcases_quarantinable_by(request.user), pk))


def to_mend(record, *, reader):
    enrolment, name = record.enrolment, actions.name_of(record)
    is_review = isinstance(record, EvidenceReview)
    read = permissions.reviews_read_by if is_review else permissions.showcases_read_by
    opens = read(reader).filter(pk=record.pk).exists()
    return ToMend(
        record=record,
        what=actions.what_it_is(record),
        whose=str(enrolment.social_worker),
        passages=queries.comment_in(record),
        colleagues=colleagues_of(enrolment),
        is_looked_through=is_looked_through(enrolment.rule_book),
        rules=rules_of_looking(enrolment.rule_book),
        mend_at=reverse(f"evidence:mend_{name}", args=[record.pk]),
        look_at=reverse(f"evidence:look_through_mended_{name}", args=[record.pk]),
        back=queries.where_it_stands(record) if opens else reverse("dashboards:home"),
        longest=LONGEST_COMMENT if is_review else LONGEST_REASON,
        required=frozenset({"comment"}) if queries.is_never_empty(record) else frozenset(),
        note=ANSWER_STAYS,
    )


def review_to_mend(request, pk):
    return to_mend(review_or_404(permissions.reviews_mended_by(request.user), pk), reader=request.user)


def showcase_to_mend(request, pk):
    return to_mend(showcase_or_404(permissions.showcases_mended_by(request.user), pk), reader=request.user)


@never_cache
def mend_review(request, pk):
    return mend_page(request, review_to_mend(request, pk))


@never_cache
def mend_showcase(request, pk):
    return mend_page(request, showcase_to_mend(request, pk))


@never_cache
def look_through_mended_review(request, pk):
    return look_through_mended_page(request, review_to_mend(request, pk))


@never_cache
def look_through_mended_showcase(request, pk):
    return look_through_mended_page(request, showcase_to_mend(request, pk))


@never_cache
def review_out_of_sight(request, pk):
    """For whoever sees to it: the comment alone, and the way back."""
    return keeper_page(request, review_or_404(permissions.reviews_seen_to_by(request.user), pk))


@never_cache
def showcase_out_of_sight(request, pk):
    return keeper_page(request, showcase_or_404(permissions.showcases_seen_to_by(request.user), pk))


def keeper_page(request, record):
    note_look(record.enrolment, by=request.user)
    it = to_mend(record, reader=request.user)
    writer = str(queries.writer_of(record))
    return out_of_sight_page(request, it, bring_back=actions.bring_comment_back, writer=writer)
