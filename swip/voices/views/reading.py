"""For whoever reads single answers and releases them, and for the social worker who reads what was released."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from swip.core.autosave import is_autosave, revision_typed_upon, saved
from swip.core.lifecycle import StaleStep
from swip.enrolment.queries import colleagues_of, lead_employer
from swip.identifiers.actions import NotLookedThrough
from swip.safeguarding.rules import signs_of_harm
from swip.voices import actions, permissions, queries
from swip.voices.forms.staff import ChangeForm, DecideForm, SummaryForm
from swip.voices.models import Batch, Change, Voice
from swip.voices.rules import asked
from swip.voices.views.common import OF_BATCH, enrolment_or_404, enrolment_to_follow, frame, typed
from swip.voices.views.families import picture

OF_VOICE = ["handout__enrolment__social_worker", "handout__enrolment__rule_book__programme"]


def what_harm(enrolment, texts):
    """For every page on which somebody reads what families said: where it may tell of harm, what is to be done."""
    signs = signs_of_harm(texts)
    rules = queries.rules_behind(enrolment, queries.SIGNAL) if signs else {}
    procedure = queries.procedure_for(enrolment) if signs else None
    return {"signs": signs, "procedure": procedure, "harm_rule": rules.get(queries.SIGNAL, "")}


@never_cache
@require_safe
def voices(request, enrolment_pk):
    """What families said about one social worker: what is released, and for who collects it, how it stands."""
    enrolment = enrolment_to_follow(request, enrolment_pk)
    around = frame(request, enrolment)
    found = permissions.batches_visible_to(request.user).filter(enrolment=enrolment)
    batches = queries.shown_batches(found)
    context = around | what_harm(enrolment, [text for each in batches for text in each.texts])
    context |= {
        "batches": batches,
        "least": queries.number(enrolment, queries.BATCH_LEAST),
        "questions": asked.QUESTIONS,
        "faces": asked.FACES,
        "rules": queries.rules_behind(
            enrolment, queries.BATCH_LEAST, queries.SUMMARY_LEAST, queries.CODE_DAYS, queries.TOLD
        ),
        "may_answer": around["is_own"] or around["collects"],
    }
    if around["collects"]:
        summary_least = queries.number(enrolment, queries.SUMMARY_LEAST)
        readable = queries.readable(request.user, enrolment)
        employer = lead_employer(enrolment)
        context |= {
            "may_make": enrolment.is_open,
            "handouts": list(queries.handouts_of(enrolment)),
            "unread": list(readable.undecided()),
            "decided": (decided := list(readable.exclude(decision="").filter(released_in=None))),
            "ready": sum(each.decision == Voice.Decision.SHOW for each in decided),
            "next_batch": len(queries.next_batch(enrolment, context["least"])),
            "next_summary": len(queries.next_summary(enrolment, summary_least)),
            "shown_before": sum(each.was_shown for each in decided),
            "summary_least": summary_least,
            "left_over": queries.left_over(enrolment).count(),
            "to_show_again": list(queries.to_show_again(enrolment)),
            "out_of_sight": list(queries.out_of_sight(enrolment)),
            "employer": employer,
            "writes_procedure": employer in permissions.procedures_kept_by(request.user),
            "procedure": queries.procedure_for(enrolment),
        }
    return render(request, "voices/voices.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read(request, pk):
    """One answer, for whoever sees to it that nobody is in danger, and decides what is shown of it."""
    found = permissions.voices_read_by(request.user).select_related(*OF_VOICE)
    voice = get_object_or_404(found, pk=pk)
    enrolment = voice.enrolment
    has_drawing = queries.has_drawing(voice)
    is_released = voice.released_in_id is not None
    form = None if is_released else decide_form(request, voice, has_drawing=has_drawing)
    if request.method == "POST":
        if form is None:
            raise StaleStep(voice)
        if form.is_valid():
            return keep_decision(request, voice, form)
        if is_autosave(request):
            first = next(iter(form.errors.values()))[0]
            return JsonResponse({"state": "invalid", "message": str(first)}, status=422)
    context = frame(request, enrolment) | {
        "voice": voice,
        "form": form,
        "questions": asked.QUESTIONS,
        "asked_of": asked.questions_for(voice.who),
        "who": asked.WHO.get(voice.who, ""),
        "age": asked.AGES.get(voice.age_band, ""),
        "writer": asked.WRITERS.get(voice.written_by, ""),
        "language": asked.LANGUAGES[voice.language],
        "has_drawing": has_drawing,
        "signs": signs_of_harm(voice.answers.get(key, "") for key in asked.WORD_QUESTIONS),
        "procedure": queries.procedure_for(enrolment),
        "rules": queries.rules_behind(enrolment, queries.SIGNAL, queries.BATCH_LEAST),
    }
    return render(request, "voices/read.html", context)


def decide_form(request, voice, *, has_drawing):
    """Looked through where it is going to be shown; what saves itself while it is typed is not yet."""
    shows = request.POST.get("decision") == Voice.Decision.SHOW and not is_autosave(request)
    colleagues = colleagues_of(voice.enrolment) if shows else None
    return DecideForm(typed(request), voice=voice, has_drawing=has_drawing, colleagues=colleagues)


def keep_decision(request, voice, form):
    """What saves itself while it is typed decides nothing: to show it, somebody presses the button."""
    answers = form.cleaned_data
    decision = answers["decision"]
    if is_autosave(request) and decision == Voice.Decision.SHOW:
        decision = ""
    actions.decide(
        voice,
        decision=decision,
        shown_words=answers,
        shows_drawing=answers.get("shows_drawing", False),
        revision=revision_typed_upon(request),
        by=request.user,
        decisions=form.decisions,
    )
    if is_autosave(request):
        voice.refresh_from_db()
        return saved(voice)
    messages.success(
        request, "Kept" if decision else "Kept. You have not decided yet what should become of it"
    )
    return redirect("voices:voices", voice.handout.enrolment_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release(request, enrolment_pk):
    """What the social worker is going to read, exactly as they will read it."""
    enrolment = enrolment_or_404(permissions.collected_for_by(request.user), enrolment_pk)
    least = queries.number(enrolment, queries.BATCH_LEAST)
    if request.method == "POST":
        try:
            actions.release_batch(enrolment, seen=seen_on_page(request), by=request.user)
        except StaleStep:
            messages.warning(
                request,
                "The answers that are ready have changed since you opened that page, so nothing more was released",
            )
        except actions.TooFew:
            messages.warning(request, f"Not released: there are fewer than {least} answers ready")
        except actions.NothingToShow:
            messages.warning(request, "Not released: nothing of these answers can be shown")
        except NotLookedThrough:
            messages.warning(request, "Not released: look at the words of each answer again, and keep them")
        else:
            messages.success(
                request, f"Released. {enrolment.social_worker} can read it now, and has been told"
            )
        return redirect("voices:voices", enrolment.pk)
    ready, left_over = queries.up_for_release(enrolment)
    voices = [*ready, *left_over]
    preview = queries.preview_of_batch(enrolment, voices)
    context = frame(request, enrolment) | what_harm(enrolment, preview.texts)
    context |= {
        "preview": preview,
        "seen": voices,
        "ready": len(ready),
        "least": least,
        "questions": asked.QUESTIONS,
        "faces": asked.FACES,
        "rules": queries.rules_behind(enrolment, queries.BATCH_LEAST),
    }
    return render(request, "voices/release.html", context)


def seen_on_page(request):
    """The numbers of the answers that stood on the page when it was opened."""
    return {int(each) for each in request.POST.getlist("seen") if each.isdecimal()}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def summarise(request, enrolment_pk):
    """Where answers cannot be shown as they are, the supervisor says in their own words what several said."""
    enrolment = enrolment_or_404(permissions.collected_for_by(request.user), enrolment_pk)
    least = queries.number(enrolment, queries.SUMMARY_LEAST)
    ready = queries.next_summary(enrolment, least)
    form = SummaryForm(
        typed(request), subject=Batch(enrolment=enrolment), colleagues=colleagues_of(enrolment)
    )
    if form.is_valid():
        try:
            actions.release_summary(
                enrolment,
                **form.cleaned_data,
                seen=seen_on_page(request),
                decisions=form.decisions,
                by=request.user,
            )
        except StaleStep:
            form.add_error(
                None,
                "The answers that are meant for it have changed. Read them below, and put the summary right",
            )
        except actions.TooFew:
            form.add_error(None, f"A summary needs at least {least} answers that are meant for it")
        else:
            messages.success(
                request, f"Released. {enrolment.social_worker} can read it now, and has been told"
            )
            return redirect("voices:voices", enrolment.pk)
    raw = [each.answers.get(key, "") for each in ready for key in asked.WORD_QUESTIONS]
    context = frame(request, enrolment) | what_harm(enrolment, raw)
    context |= {
        "form": form,
        "ready": ready,
        "least": least,
        "questions": asked.QUESTIONS,
        "rules": queries.rules_behind(enrolment, queries.SUMMARY_LEAST),
    }
    return render(request, "voices/summarise.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_again(request, pk):
    """A summary that drew on answers of which one was taken back."""
    kept = permissions.batches_kept_by(request.user).filter(kind=Batch.Kind.SUMMARY)
    batch = get_object_or_404(kept.select_related(*OF_BATCH), pk=pk)
    if batch.status != Batch.Status.HIDDEN or batch.is_quarantined:
        if request.method == "POST":
            raise StaleStep(batch)
        return redirect(batch)
    form = SummaryForm(
        typed(request),
        initial={"summary": batch.summary},
        subject=batch,
        colleagues=colleagues_of(batch.enrolment),
    )
    left = queries.how_many_in(batch)
    if form.is_valid():
        try:
            actions.show_summary_again(batch, **form.cleaned_data, decisions=form.decisions, by=request.user)
        except actions.TooFew:
            form.add_error(
                None, f"It stays out of sight: fewer than {batch.least} answers are left behind it"
            )
        else:
            messages.success(request, "The summary is shown again")
            return redirect("voices:voices", batch.enrolment_id)
    context = what_harm(batch.enrolment, [batch.summary]) | {"batch": batch, "form": form, "left": left}
    return render(request, "voices/show_again.html", frame(request, batch.enrolment) | context)


@never_cache
@require_safe
def batch(request, pk):
    """One batch, by itself: where messages and history lead."""
    found = permissions.batches_visible_to(request.user) | permissions.batches_kept_by(request.user)
    one = get_object_or_404(found.select_related("enrolment"), pk=pk)
    return redirect(f"{reverse('voices:voices', args=[one.enrolment_id])}#batch-{one.pk}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    """What changed, for those who said something: they read it when they open their code again."""
    found = permissions.batches_answered_by(request.user)
    answered = get_object_or_404(found.select_related(*OF_BATCH), pk=pk)
    form = ChangeForm(
        typed(request), subject=Change(batch=answered), colleagues=colleagues_of(answered.enrolment)
    )
    if form.is_valid():
        actions.write_change(answered, **form.cleaned_data, decisions=form.decisions, by=request.user)
        messages.success(request, "They can read it when they open their code again")
        return redirect("voices:voices", answered.enrolment_id)
    shown = queries.shown_batches(found.filter(pk=answered.pk))[0]
    context = what_harm(answered.enrolment, shown.texts)
    context |= {"form": form, "shown": shown, "questions": asked.QUESTIONS, "faces": asked.FACES}
    return render(request, "voices/change.html", frame(request, answered.enrolment) | context)


@never_cache
@require_safe
def answer_drawing(request, pk):
    """For whoever reads the answer it belongs to."""
    voice = get_object_or_404(permissions.voices_read_by(request.user), pk=pk)
    if (found := queries.own_drawing(voice)) is None:
        raise Http404
    return picture(found)


@never_cache
@require_safe
def drawing(request, pk, digest):
    """One of those released with a batch, by what is drawn on it: no number says whose it is."""
    found = queries.shown_batches(permissions.batches_visible_to(request.user).filter(pk=pk))
    same = [each for shown in found for each in shown.drawings if each.digest == digest]
    if not same:
        raise Http404
    return picture(same[0])
