"""Pages of the programmes: their rules for everybody, and the next version for those who write it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from swip.core import history
from swip.core.history_words import told
from swip.core.lifecycle import StaleStep
from swip.core.tables import csv_response
from swip.programmes import actions, permissions, queries
from swip.programmes.forms import (
    CompareForm,
    DraftForm,
    NameForm,
    PublishForm,
    ReasonForm,
    RuleForm,
    StageForm,
)
from swip.programmes.models import UnknownRule

HISTORY_SHOWN = 20


# For everybody


@login_not_required
def programmes(request):
    context = {
        "shelf": queries.shelf(permissions.programmes_known_to(request.user)),
        "is_editor": permissions.renamed_by(request.user).exists(),
    }
    return render(request, "programmes/programmes.html", context)


@login_not_required
def programme(request, code):
    programme = get_object_or_404(permissions.programmes_known_to(request.user), code=code)
    versions = queries.versions(programme)
    context = {
        "programme": programme,
        "versions": versions,
        "book": next((book for book, standing in versions if standing.words == "In force"), None),
        "newest": permissions.drafted_from_by(request.user).filter(programme=programme).first(),
        "drafts": permissions.edited_by(request.user).drafts().filter(programme=programme),
    }
    return render(request, "programmes/programme.html", context)


def _published(request, code, version):
    books = permissions.readable_by(request.user)
    return get_object_or_404(books, programme__code=code, version=version)


@login_not_required
def rule_book(request, code, version):
    book = _published(request, code, version)
    context = {
        "book": book,
        "programme": book.programme,
        "standing": queries.standing(book),
        "sections": queries.by_section(book),
    }
    return render(request, "programmes/rule_book.html", context)


@login_not_required
def rule_book_csv(request, code, version):
    book = _published(request, code, version)
    return csv_response(f"{code}-rules-{version}", queries.HEADS, queries.rows(book))


@login_not_required
def rule_book_json(request, code, version):
    book = _published(request, code, version)
    response = JsonResponse(queries.as_data(book), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{code}-rules-{version}.json"'
    return response


@login_not_required
def rule(request, code, version, key):
    book = _published(request, code, version)
    rule = _rule(book, key)
    context = {
        "book": book,
        "rule": rule,
        "standing": queries.standing(book),
        "table_of_value": queries.table_of(rule),
        "over_the_years": queries.over_the_years(rule),
        "elsewhere": queries.elsewhere(rule),
        "questions": queries.questions_on(rule),
        "applied_by": queries.applied_by(rule),
    }
    return render(request, "programmes/rule.html", context)


def _rule(book, key):
    try:
        return book.rule(key)
    except UnknownRule:
        raise Http404 from None


@login_not_required
def compare(request, code):
    programme = get_object_or_404(permissions.programmes_known_to(request.user), code=code)
    books = permissions.readable_by(request.user).filter(programme=programme).order_by("-valid_from")
    form = CompareForm(request.GET or None, books=books)
    comparison = None
    if form.is_valid():
        older, newer = (form.books[form.cleaned_data[name]] for name in ("older", "newer"))
        comparison = queries.comparison(older, newer)
    context = {"programme": programme, "form": form, "comparison": comparison}
    return render(request, "programmes/compare.html", context)


# For those who write the next version


def _draft(request, pk):
    """Whoever opened it before a colleague published it is told so."""
    book = get_object_or_404(permissions.edited_by(request.user), pk=pk)
    if not book.is_draft:
        raise StaleStep(book)
    return book


def drafts(request):
    if not permissions.renamed_by(request.user).exists():
        raise Http404
    context = {
        "drafts": permissions.edited_by(request.user).drafts(),
        "newest": permissions.drafted_from_by(request.user),
    }
    return render(request, "programmes/drafts.html", context)


def rename(request, code):
    programme = get_object_or_404(permissions.renamed_by(request.user), code=code)
    said = {"name": programme.name, "short_name": programme.short_name}
    form = NameForm(request.POST if request.method == "POST" else None, initial=said)
    if form.is_valid():
        actions.rename(programme, by=request.user, **form.cleaned_data)
        messages.success(request, f"The programme is now called {programme.name}")
        return redirect(programme)
    return render(request, "programmes/rename.html", {"programme": programme, "form": form})


def draft_from(request, code):
    newest = get_object_or_404(permissions.drafted_from_by(request.user), programme__code=code)
    form = DraftForm(request.POST if request.method == "POST" else None, programme=newest.programme)
    if form.is_valid():
        book = actions.draft_from(newest, version=form.cleaned_data["version"], by=request.user)
        messages.success(
            request, "Your draft says the same as the version it comes from. Change what is to change"
        )
        return redirect(book)
    return render(request, "programmes/draft_from.html", {"newest": newest, "form": form})


def draft(request, pk):
    book = _draft(request, pk)
    entries = history.of_chain(book.history_chain).reverse()[:HISTORY_SHOWN]
    former = book.drafted_from
    context = {
        "book": book,
        "sections": queries.by_section(book),
        "changed": {each.key for each in queries.comparison(former, book).rules} if former else set(),
        "obstacles": actions.obstacles(book),
        "history": told(entries),
    }
    return render(request, "programmes/draft.html", context)


def differences(request, pk):
    book = _draft(request, pk)
    if book.drafted_from is None:
        raise Http404
    context = {"book": book, "comparison": queries.comparison(book.drafted_from, book)}
    return render(request, "programmes/differences.html", context)


def change_rule(request, pk, key):
    book = _draft(request, pk)
    rule = _rule(book, key)
    form = RuleForm(request.POST if request.method == "POST" else None, rule=rule)
    if form.is_valid():
        actions.change_rule(rule, revision=form.cleaned_data["revision"], by=request.user, **form.changes)
        messages.success(request, f"“{rule.title}” has been saved")
        return redirect(f"{book.get_absolute_url()}#{rule.section}")
    former = book.drafted_from.contents.rules.get(key) if book.drafted_from else None
    context = {"book": book, "rule": rule, "former": former, "form": form}
    return render(request, "programmes/change_rule.html", context)


def drop_rule(request, pk, key):
    book = _draft(request, pk)
    rule = _rule(book, key)
    applied_by = queries.applied_by(rule)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and not applied_by:
        actions.drop_rule(rule, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, f"“{rule.title}” has been dropped from this version")
        return redirect(book)
    context = {"book": book, "rule": rule, "form": form, "applied_by": applied_by}
    return render(request, "programmes/drop_rule.html", context)


@require_POST
def keep_rule(request, pk, key):
    book = _draft(request, pk)
    if key not in book.dropped:
        raise StaleStep(book)
    kept = actions.keep_rule(book, key, by=request.user)
    messages.success(request, f"“{kept.title}” is in this version again")
    return redirect(book)


def change_stage(request, pk, code):
    book = _draft(request, pk)
    stage = next((each for each in book.stages if each.code == code), None)
    if stage is None:
        raise Http404
    form = StageForm(request.POST if request.method == "POST" else None, stage=stage)
    if form.is_valid():
        actions.change_stage(stage, by=request.user, **form.cleaned_data)
        messages.success(request, f"“{stage.name}” has been saved")
        return redirect(f"{book.get_absolute_url()}#stages")
    return render(request, "programmes/change_stage.html", {"book": book, "stage": stage, "form": form})


def publish(request, pk):
    book = _draft(request, pk)
    form = PublishForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.publish(book, from_date=form.cleaned_data["from_date"], by=request.user)
        except actions.NotReady as problem:
            for reason in problem.reasons:
                form.add_error("from_date" if reason.startswith("The date") else None, reason)
        else:
            messages.success(request, f"Version {book.version} has been published")
            return redirect(book)
    former = book.drafted_from
    context = {
        "book": book,
        "form": form,
        "obstacles": actions.obstacles(book),
        "comparison": queries.comparison(former, book) if former else None,
    }
    return render(request, "programmes/publish.html", context)


def discard(request, pk):
    book = _draft(request, pk)
    if request.method == "POST":
        actions.discard(book, by=request.user)
        messages.success(request, "The draft has been thrown away")
        return redirect("programmes:drafts")
    return render(request, "programmes/discard.html", {"book": book})
