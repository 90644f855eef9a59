"""For whoever hands out codes: making them, printing them, cancelling them, and the local procedure."""

import qrcode
from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from swip.voices import actions, permissions, queries
from swip.voices.forms.staff import CancelCodeForm, MakeCodesForm, ProcedureForm
from swip.voices.rules import asked
from swip.voices.views.common import enrolment_or_404, frame, typed
from swip.voices.views.pages import in_language, words_for

# Each with the picture beside it, for whoever reads more easily with one.
ON_PAPER = {
    "good": asked.N_("You can say what was good and what could be better."),
    "open": asked.N_("You choose. You do not have to say anything."),
    "yes": asked.N_("If you say no, nothing changes for you. Nobody will be cross."),
    "child": asked.N_("We do not ask for your name."),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def make_codes(request, enrolment_pk):
    """The codes are on the answer to this form and nowhere else."""
    enrolment = enrolment_or_404(permissions.handed_out_by(request.user), enrolment_pk)
    form = MakeCodesForm(typed(request)) if request.method == "POST" else MakeCodesForm.fresh()
    if form.is_valid():
        try:
            sheets = actions.make_codes(enrolment, by=request.user, **form.cleaned_data)
        except actions.AlreadyMade:
            messages.warning(
                request,
                "These codes were made before, and are shown only once. If they are lost, cancel them and make others.",
            )
            return redirect("voices:voices", enrolment.pk)
        context = {"sheets": [sheet(each, form.cleaned_data["way"]) for each in sheets]}
        return render(request, "voices/sheets.html", frame(request, enrolment) | context)
    context = {
        "form": form,
        "days": queries.number(enrolment, queries.CODE_DAYS),
        "rules": queries.rules_behind(enrolment, queries.CODE_DAYS, queries.TOLD),
    }
    return render(request, "voices/make_codes.html", frame(request, enrolment) | context)


def sheet(made, way):
    """One sheet, with its words in the language it was asked for in."""
    spoken = asked.LANGUAGES[made.language]
    say = words_for(way)
    with translation.override(spoken.code):
        expires_on = date_format(timezone.localdate(made.expires_at), "j F Y")
        words = {
            "heading": gettext("What was it like with your social worker?"),
            "lines": [(picture, say(words)) for picture, words in ON_PAPER.items()],
            "scan": say(asked.N_("Point a phone or tablet at this picture")),
            "or_type": gettext("Or open this page and type the code:"),
            "until": gettext("You can use it until %(date)s.") % {"date": expires_on},
            "keep": say(
                asked.N_("Keep this paper. With it you can take back what you said, and see what changed.")
            ),
            "not_for_worker": say(
                asked.N_("Nobody else needs your code. Your social worker must not ask for it.")
            ),
            "not_safe": say(
                asked.N_("If you are not safe now, call 999. To talk to somebody, call Childline: 0800 1111.")
            ),
            "picture_of_code": gettext("Picture that opens the page"),
        }
    address = f"{settings.BASE_URL}{in_language('voices:open_paper', made.language, made.token)}"
    return {
        "code": made.code,
        "qr": drawn(address, words["picture_of_code"]),
        "address": f"{settings.BASE_URL}{reverse('voices:enter')}".split("://", 1)[1].rstrip("/"),
        "language": spoken,
        "words": words,
        "way": way,
    }


def drawn(address, words):
    """A QR code drawn into the page, so that the secret in it goes to nobody."""
    code = qrcode.QRCode(border=4)
    code.add_data(address)
    rows = code.get_matrix()
    squares = "".join(
        f"M{column} {line}h1v1h-1z"
        for line, row in enumerate(rows)
        for column, dark in enumerate(row)
        if dark
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="app-sheet__picture" viewBox="0 0 {size} {size}" role="img" '
        'aria-label="{words}" shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#ffffff"/>'
        '<path d="{squares}" fill="#0b0c0c"/></svg>',
        size=len(rows),
        squares=squares,
        words=words,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_unused(request, pk):
    """Everything of one lot that nobody has answered with yet."""
    kept = permissions.handouts_kept_by(request.user).select_related("enrolment__social_worker")
    handout = get_object_or_404(kept, pk=pk)
    if request.method == "POST":
        number = actions.cancel_unused(handout, by=request.user)
        words = "1 code was cancelled" if number == 1 else f"{number} codes were cancelled"
        messages.success(request, words)
        return redirect("voices:voices", handout.enrolment_id)
    context = {"handout": handout}
    return render(request, "voices/cancel_unused.html", frame(request, handout.enrolment) | context)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_code(request, enrolment_pk):
    """One sheet, by the code on it: no list says which code is which."""
    enrolment = enrolment_or_404(permissions.collected_for_by(request.user), enrolment_pk)
    form = CancelCodeForm(typed(request))
    if form.is_valid():
        if voice := queries.code_to_cancel(request.user, enrolment, form.cleaned_data["code"]):
            actions.cancel_code(voice, by=request.user)
            messages.success(request, "The code was cancelled")
            return redirect("voices:voices", enrolment.pk)
        form.add_error("code", "No code here that can still be cancelled is written like this")
    return render(request, "voices/cancel_code.html", frame(request, enrolment) | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def procedure(request, pk):
    """What this organisation wants done when an answer tells of harm."""
    organisation = get_object_or_404(permissions.procedures_kept_by(request.user), pk=pk)
    kept = queries.procedure_of(organisation)
    first = {name: getattr(kept, name) for name in ("words", "phone", "out_of_hours_phone")} if kept else {}
    form = ProcedureForm(typed(request), initial=first)
    if form.is_valid():
        actions.write_procedure(organisation, **form.cleaned_data, by=request.user)
        messages.success(request, "Whoever reads an answer that tells of harm is shown this from now on")
        return redirect("voices:procedure", organisation.pk)
    context = {"organisation": organisation, "kept": kept, "form": form}
    return render(request, "voices/procedure.html", context)
