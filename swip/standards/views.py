"""Pages of the standards, for everybody: no sign-in needed."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from swip.standards import permissions, queries, rules
from swip.standards.forms import SearchForm
from swip.standards.models import ItemKind

PAGE_SIZE = 20


def _version(request, framework, version):
    return get_object_or_404(
        permissions.readable_by(request.user), framework__code__iexact=framework, code__iexact=version
    )


@login_not_required
def frameworks(request):
    return render(request, "standards/frameworks.html", {"versions": permissions.readable_by(request.user)})


@login_not_required
def framework(request, framework):
    """A shortened address leads to the list, at the framework it names."""
    versions = permissions.readable_by(request.user).filter(framework__code__iexact=framework)
    found = versions.first()
    if found is None:
        raise Http404
    return redirect(f"{reverse('standards:frameworks')}#{found.framework.code.lower()}")


@login_not_required
def version(request, framework, version):
    version = _version(request, framework, version)
    return render(
        request,
        "standards/version.html",
        {
            "version": version,
            "branches": queries.at_a_glance(version),
            "counts": queries.counts(version),
            "has_terms": version.terms.exists(),
        },
    )


@login_not_required
def about(request, framework, version):
    version = _version(request, framework, version)
    return render(
        request,
        "standards/about.html",
        {
            "version": version,
            "counts": queries.counts(version),
            "passages": version.passages.all(),
            "evidence_base": queries.evidence_base(version),
            "has_terms": version.terms.exists(),
        },
    )


@login_not_required
def terms(request, framework, version):
    version = _version(request, framework, version)
    terms = version.terms.all()
    if not terms:
        raise Http404
    return render(request, "standards/terms.html", {"version": version, "terms": terms, "has_terms": True})


@login_not_required
def whole(request, framework, version):
    """Everything on one page, to print or to save."""
    version = _version(request, framework, version)
    return render(
        request,
        "standards/whole.html",
        {
            "version": version,
            "branches": queries.tree(version),
            "terms": version.terms.all(),
            "counts": queries.counts(version),
        },
    )


@login_not_required
def item(request, framework, version, code):
    version = _version(request, framework, version)
    item = get_object_or_404(queries.item_at(version, code))
    home = queries.home_of(item)
    if home != item:
        return redirect(f"{home.get_absolute_url()}#{item.slug}")
    before, after = queries.neighbours(item)
    links = queries.links_of(item) if item.kind.role == ItemKind.Role.OUTCOME else []
    page = "outcome" if item.kind.role == ItemKind.Role.OUTCOME else "group"
    return render(
        request,
        f"standards/{page}.html",
        {
            "version": version,
            "item": item,
            "branch": queries.under(item),
            "above": queries.ancestors(item)[::-1],
            "before": before,
            "after": after,
            "links": links,
            "cautions": queries.cautions(links),
            "forms": rules.forms_of(version.terms.all()),
            "with_terms": rules.with_terms,
            "new_set": set,
        },
    )


@login_not_required
def item_by_identifier(request, identifier):
    """The permanent address of one piece, wherever its page may come to be."""
    versions = permissions.readable_by(request.user)
    return redirect(get_object_or_404(queries.item_by_identifier(versions, identifier)))


@login_not_required
def version_by_identifier(request, identifier):
    """The permanent address of a version."""
    return redirect(get_object_or_404(permissions.readable_by(request.user), identifier=identifier))


@login_not_required
def search(request):
    versions = permissions.readable_by(request.user)
    form = SearchForm(request.GET or None, versions=versions)
    found = terms = None
    if form.is_valid():
        chosen = form.cleaned_data["framework"]
        among = versions.filter(pk=chosen.pk) if chosen else versions
        words = form.cleaned_data["words"]
        found = Paginator(queries.search(among, words), PAGE_SIZE).get_page(request.GET.get("page"))
        terms = queries.search_terms(among, words) if found.number == 1 else None
    return render(
        request,
        "standards/search.html",
        {
            "form": form,
            "found": found,
            "terms": terms,
            "with_marks": rules.with_marks,
            "home_of": queries.home_of,
        },
    )
