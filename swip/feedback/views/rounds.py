"""A round as a whole: where it stands, what it needs, what came of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from swip.enrolment import permissions as enrolments
from swip.enrolment.actions import note_look
from swip.feedback import permissions
from swip.feedback.actions import rounds as actions
from swip.feedback.queries import harm, results
from swip.feedback.queries import rounds as queries
from swip.feedback.views.common import frame, has_moved_on, round_or_404

OF_ENROLMENT = ["social_worker", "programme", "rule_book__programme"]


@require_safe
def rounds(request, enrolment_pk):
    """All rounds of one social worker, and where to begin one."""
    followed = permissions.followed_by(request.user).select_related(*OF_ENROLMENT)
    enrolment = get_object_or_404(followed, pk=enrolment_pk)
    note_look(enrolment, by=request.user)
    found = list(queries.rounds_of(enrolment, request.user))
    for each in found:
        actions.close_if_over(each)
    is_startable = permissions.startable_by(request.user).contains(enrolment)
    context = frame(request, enrolment) | {
        "opens_record": enrolments.visible_to(request.user).contains(enrolment),
        "rounds": found,
        "may_start": is_startable and not any(each.status in each.UNDER_WAY for each in found),
        "limits": queries.limits_of(enrolment.rule_book),
        "days_open": queries.days_open(enrolment.rule_book).days,
        "rules": queries.rules_of(enrolment.rule_book),
    }
    return render(request, "feedback/rounds.html", context)


@require_POST
def start(request, enrolment_pk):
    startable = permissions.startable_by(request.user).select_related(*OF_ENROLMENT)
    found = actions.start(get_object_or_404(startable, pk=enrolment_pk), by=request.user)
    return redirect("feedback:own_view", found.pk) if found.is_own_view else redirect(found)


@require_safe
def round(request, pk):
    """One page for everybody who takes part, with what each of them may know and do."""
    user = request.user
    # Asked first, since it is so most often, and costs a tenth.
    is_own = permissions.own(user).filter(pk=pk).exists()
    found = round_or_404(permissions.own(user) if is_own else permissions.visible_to(user), pk)
    note_look(found.enrolment, by=user)
    parts = permissions.parts_in(found, user)
    context = {
        "enrolment": found.enrolment,
        "round": found,
        "is_own": is_own,
        "is_supervisor": parts.supervises,
        "rules": queries.rules_of(found.rule_book),
    }
    if parts.read_the_result(found):
        answered = results.comments_of(found, parts)
        texts = [each.told for question in answered for each in question.comments]
        context |= {
            "areas": results.areas_of(found),
            "answers": found.answers_at_close,
            "open_questions": answered,
            "harm": harm.harm_in(found, [*texts, found.summary]),
            "held_back": results.held_back(found),
            "reflection": permissions.reflection_read_in(found, parts),
        }
        return render(request, "feedback/result.html", context)
    is_near = (is_own or parts.supervises) and not found.is_released
    context |= {
        "is_coordinator": parts.coordinates,
        "supervisor": found.enrolment.supervisor,
        "standing": queries.standing_shown_of(found) if is_near else None,
        "people": queries.people_of(found) if is_near else [],
        "extension": queries.days_of_extension(found.rule_book).days,
        "newest": queries.newest_of(found.enrolment) if found.is_failed else None,
        "is_enrolment_open": found.enrolment.is_open,
    }
    return render(request, "feedback/round.html", context)


def stop(request, pk):
    found = round_or_404(permissions.written_by(request.user), pk)
    if not found.is_before_open:
        return has_moved_on(request, found)
    if request.method == "POST":
        actions.stop(found, by=request.user)
        messages.success(request, "The round has been given up. Nobody was asked")
        return redirect("feedback:rounds", found.enrolment_id)
    return render(request, "feedback/stop.html", frame(request, found.enrolment) | {"round": found})


@require_POST
def remind(request, pk):
    found = round_or_404(permissions.mended_by(request.user), pk)
    if actions.remind(found, by=request.user):
        messages.success(request, "Everybody who has not answered is being reminded")
    else:
        messages.info(
            request, "A letter about this round has left today already. A reminder can leave tomorrow"
        )
    return redirect(found)


@require_POST
def extend(request, pk):
    found = round_or_404(permissions.mended_by(request.user), pk)
    actions.extend(found, by=request.user)
    days = queries.days_of_extension(found.rule_book).days
    messages.success(request, f"The round is open for {days} days more. Who has not answered is reminded")
    return redirect(found)


@require_POST
def begin_again(request, pk):
    found = round_or_404(permissions.written_by(request.user), pk)
    new = actions.begin_again(found, by=request.user)
    messages.success(request, "A new round has begun. Your own view and the list of people are kept")
    return redirect("feedback:own_view" if new.is_own_view else "feedback:people", new.pk)
