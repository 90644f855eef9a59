"""Taking something finished along as an entry for the regulator's yearly record of learning.

A room gives the parts of the entry, each with its words; what it takes them from, and who may, it says itself.

    return cpd_page(request, entry, title=…, back=…, file=url)    # to copy, part by part
    return cpd_file(entry, name="observation-12")                  # the same as a file of plain text
"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Entry = Sequence[tuple[str, str]]


def cpd_page(request: HttpRequest, entry: Entry, *, title: str, back: str, file: str) -> HttpResponse:
    context = {"entry": entry, "title": title, "back": back, "file": file}
    return render(request, "enrolment/cpd.html", context)


def cpd_file(entry: Entry, *, name: str) -> HttpResponse:
    response = HttpResponse(as_text(entry), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="cpd-entry-{name}.txt"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def as_text(entry: Entry) -> str:
    return "\n\n".join(f"{name}\n{words}" for name, words in entry) + "\n"
