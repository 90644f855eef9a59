"""The pages of notes: written in two minutes, lifted sentence by sentence, talked about in supervision."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from swip.core.autosave import is_autosave, revision_typed_upon, saved, too_long
from swip.core.lifecycle import StaleStep, StaleText
from swip.core.this_device import remember_who_is_here
from swip.core.views import kept_words
from swip.enrolment import permissions as enrolments
from swip.evidence import permissions
from swip.evidence.actions import notes as actions
from swip.evidence.forms.notes import LiftForm, NoteForm, SharedNoteForm
from swip.evidence.queries import notes as queries
from swip.evidence.rules.notes import DAY_WRONG, NOTHING_WRITTEN
from swip.evidence.views.common import ON_A_PAGE
from swip.identifiers.actions import NotLookedThrough

OVER = "Your programme has ended, so nothing can be added to it. Copy your words if you need them."
REMOVED = "You have removed this note since."


# ---- Two minutes after a visit


@never_cache
def capture(request):
    """A title, a few words, done. The script on the page keeps them on the device until they have arrived here."""
    if request.method == "POST" and is_autosave(request):
        return keep(request)
    enrolment = queries.place_for_notes(request.user)
    if enrolment is None:
        return tell_the_programme_is_over(request)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            note = kept(request, form, enrolment)
        except actions.WasRemoved:
            messages.info(request, REMOVED)
            return redirect("evidence:notes", enrolment.pk)
        messages.success(request, "Note saved. Only you can read it.")
        return redirect(note)
    context = {
        "enrolment": enrolment,
        "form": form,
        "made_as": form.made_as if form.is_bound else uuid.uuid4(),
    }
    response = render(request, "evidence/notes/capture.html", context)
    remember_who_is_here(response, request)
    return response


def keep(request):
    """The same, sent by the script: told in a few words what became of it, however often it asks."""
    if request.POST.get("owner") != str(request.user.pk):
        return JsonResponse({"state": "somebody-else"}, status=409)
    form = NoteForm(request.POST)
    note = queries.kept_as(request.user, form.made_as)
    if note is None:
        if form.is_longer_than_a_draft:
            return too_long()
        if form.is_empty:
            return JsonResponse({"state": "invalid", "message": f"{NOTHING_WRITTEN}."}, status=422)
        enrolment = queries.place_for_notes(request.user) or queries.last_place(request.user)
        if enrolment is None:
            raise Http404
        try:
            note = actions.keep_note(enrolment, made_as=form.made_as, by=request.user, **form.typed_anew())
        except StaleStep:
            return JsonResponse({"state": "invalid", "message": OVER}, status=422)
        except actions.WasRemoved:
            return JsonResponse({"state": "removed", "message": REMOVED})
    at = timezone.localtime(note.created_at).strftime("%-I:%M%p").lower()
    message = f"{DAY_WRONG}. Open the note to change it." if note.happened_on_as_typed else ""
    return JsonResponse({"state": "saved", "at": at, "href": note.get_absolute_url(), "message": message})


def kept(request, form, enrolment):
    """Without scripts: pressed twice it is one note; changed in between, the words of the second press stand."""
    typed = form.typed_anew()
    note = queries.kept_as(request.user, form.made_as)
    if note is None:
        note = actions.keep_note(enrolment, made_as=form.made_as, by=request.user, **typed)
    actions.write_note(note, revision=0, by=request.user, **typed)
    return note


def tell_the_programme_is_over(request):
    """Nothing can be added any more; what was typed meanwhile is theirs to copy."""
    enrolment = queries.last_place(request.user)
    if enrolment is None:
        raise Http404
    context = {"enrolment": enrolment, "kept": kept_words(request)}
    return render(
        request, "evidence/notes/over.html", context, status=409 if request.method == "POST" else 200
    )


# ---- One's own


def notes(request, enrolment_pk):
    """What one has noted down and what of it is for supervision: a page for its writer alone."""
    enrolment = get_object_or_404(
        enrolments.undertaken_by(request.user).select_related("programme"), pk=enrolment_pk
    )
    page = Paginator(queries.notes_of(enrolment), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "enrolment": enrolment,
        "page": page,
        "lines": queries.note_lines(page),
        "shared": queries.shared_notes_of(enrolment) if page.number == 1 else [],
    }
    return render(request, "evidence/notes/list.html", context)


@never_cache
def note(request, pk):
    note = get_object_or_404(with_place(permissions.notes_written_by(request.user)), pk=pk)
    context = {"note": note, "may_write": note.enrolment.is_open, "lifts": queries.places_lifted_to(note)}
    return render(request, "evidence/notes/note.html", context)


@never_cache
def write_note(request, pk):
    """The words of a note. Every press keeps what was typed, as does the page by itself."""
    note = get_object_or_404(permissions.notes_changed_by(request.user), pk=pk)
    form = NoteForm(request.POST) if request.method == "POST" else NoteForm.of(note)
    if form.is_bound:
        if answer := keep_typed(request, form, note, actions.write_note):
            return answer
        if form.is_valid():
            messages.success(request, "Note saved")
            return redirect(note)
    return render(request, "evidence/notes/write.html", {"note": note, "form": form})


@never_cache
def remove_note(request, pk):
    """Asks first: there is no way back."""
    note = get_object_or_404(permissions.notes_written_by(request.user), pk=pk)
    if request.method == "POST":
        actions.remove_note(note, by=request.user)
        messages.success(request, "Note removed. None of its words is left here.")
        return redirect("evidence:notes", note.enrolment_id)
    return render(request, "evidence/notes/remove.html", {"note": note})


@never_cache
def lift_note(request, pk):
    """Sentences of a note, each with a box: into what is shared for supervision, or into evidence."""
    note = get_object_or_404(with_place(permissions.notes_changed_by(request.user)), pk=pk)
    return lift(request, note, may_share=True)


@never_cache
def lift_shared_note(request, pk):
    """What was talked about grows into evidence."""
    shared = get_object_or_404(with_place(permissions.shared_notes_changed_by(request.user)), pk=pk)
    return lift(request, shared, may_share=False)


def lift(request, source, *, may_share):
    sentences = queries.sentences_of(source)
    form = LiftForm(
        request.POST if request.method == "POST" else None,
        initial={"to": request.GET.get("to", "" if may_share else "new")},
        sentences=sentences,
        drafts=queries.drafts_to_grow(source.enrolment),
        may_share=may_share,
        supervisor=source.enrolment.supervisor,
    )
    if request.method == "POST" and revision_typed_upon(request) != source.revision:
        raise StaleText(source)
    if form.is_valid():
        chosen = {"sentences": form.chosen, "made_as": form.made_as, "by": request.user}
        if form.is_shared:
            return redirect("evidence:write_shared_note", actions.lift_to_share(source, **chosen).pk)
        evidence = actions.lift_into_evidence(source, into=form.draft, **chosen)
        messages.success(request, "The sentences are in this draft now. The note stays as it is.")
        return redirect("evidence:write" if evidence.kind_id else "evidence:kind", evidence.pk)
    context = {
        "note": source,
        "form": form,
        "has_sentences": bool(sentences),
        "made_as": form.made_as if form.is_bound else uuid.uuid4(),
    }
    return render(request, "evidence/notes/lift.html", context)


# ---- For supervision


@never_cache
def shared_note(request, pk):
    """What is shared for supervision: its writer and their supervisor talk about it."""
    shared = get_object_or_404(
        with_place(permissions.shared_notes_visible_to(request.user)).select_related(
            "enrolment__social_worker", "read_by", "talked_about_by"
        ),
        pk=pk,
    )
    is_writer = shared.enrolment.social_worker_id == request.user.pk
    if request.method == "GET":
        actions.note_reading(shared, by=request.user)
    context = {
        "note": shared,
        "is_writer": is_writer,
        "may_write": is_writer and shared.enrolment.is_open,
        "may_talk": shared.is_shared and shared.enrolment.is_open,
        "supervisor": shared.enrolment.supervisor,
        "lifts": queries.places_lifted_to(shared) if is_writer else [],
    }
    return render(request, "evidence/notes/shared.html", context)


@never_cache
def write_shared_note(request, pk):
    """The chosen sentences as a text of their own, before anybody else reads it."""
    shared = get_object_or_404(with_place(permissions.shared_notes_changed_by(request.user)), pk=pk)
    if request.method != "POST" and not shared.is_writable:
        return redirect(shared)
    form = SharedNoteForm(request.POST) if request.method == "POST" else SharedNoteForm.of(shared)
    if form.is_bound:
        if answer := keep_typed(request, form, shared, actions.write_shared_note):
            return answer
        if form.is_valid():
            return redirect("evidence:look_through_note", shared.pk)
    context = {"note": shared, "form": form, "supervisor": shared.enrolment.supervisor}
    return render(request, "evidence/notes/write_shared.html", context)


@never_cache
def check_shared_note(request, pk):
    """Looked through once more, exactly as the supervisor will read it; then it is shared."""
    shared = get_object_or_404(with_place(permissions.shared_notes_changed_by(request.user)), pk=pk)
    missing = []
    if request.method == "POST" and not shared.is_shared:  # pressed twice, it is shared already
        try:
            actions.share(shared, revision=revision_typed_upon(request), by=request.user)
        except actions.NotShareable as refusal:
            missing = refusal.missing
        except NotLookedThrough:
            return redirect("evidence:look_through_note", shared.pk)
        else:
            messages.success(request, "Shared for your next supervision")
            return redirect(shared)
    elif not shared.is_writable:
        return redirect(shared)
    context = {"note": shared, "missing": missing, "supervisor": shared.enrolment.supervisor}
    return render(request, "evidence/notes/check.html", context)


@never_cache
def take_back_note(request, pk):
    """Asks first, and says whether it has been read by now."""
    shared = get_object_or_404(
        permissions.shared_notes_written_by(request.user).select_related("enrolment", "read_by"), pk=pk
    )
    if not shared.is_shared:
        return redirect(shared)
    if request.method == "POST":
        actions.take_back(shared, by=request.user)
        messages.success(request, "Taken back. Only you can read it now.")
        return redirect(shared)
    return render(request, "evidence/notes/take_back.html", {"note": shared})


@never_cache
def remove_shared_note(request, pk):
    shared = get_object_or_404(permissions.shared_notes_written_by(request.user), pk=pk)
    if not shared.is_writable:
        return redirect(shared)
    if request.method == "POST":
        actions.remove_shared_note(shared, by=request.user)
        messages.success(request, "Removed. None of its words is left here.")
        return redirect("evidence:notes", shared.enrolment_id)
    return render(request, "evidence/notes/remove.html", {"note": shared})


@require_POST
def talk_about_note(request, pk):
    """Either of the two says that they have talked about it, or that there is more to say."""
    shared = get_object_or_404(permissions.talked_about_by(request.user), pk=pk)
    if request.POST.get("talked_about") == "no":
        actions.put_back_on_agenda(shared, by=request.user)
        messages.success(request, "Back on the agenda")
    else:
        actions.talk_about(shared, by=request.user)
        messages.success(request, "Off the agenda: you have talked about it")
    return redirect(shared)


# ---- What several of them need


def with_place(notes):
    return notes.select_related("enrolment")


def keep_typed(request, form, note, write):
    """What the page saves by itself, or anybody by a press; an answer only where the page asked by itself."""
    if form.is_longer_than_a_draft:
        return too_long() if is_autosave(request) else None
    write(note, revision=revision_typed_upon(request), by=request.user, **form.typed())
    return saved(note) if is_autosave(request) else None
