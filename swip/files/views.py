"""Where a page's script sends files piece by piece: the core of the tus protocol, version 1.0, and no page."""

import base64
import binascii

from django.conf import settings
from django.http import HttpResponse, UnreadablePostError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from swip.files import actions, permissions
from swip.files.checking import FileRefused

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
LONGEST_NUMBER = 15


@require_http_methods(["OPTIONS", "POST"])
@never_cache
def uploads(request):
    """Announces a file. The same one announced again by the same person goes on where it stopped."""
    if request.method == "OPTIONS":
        response = said(200)
        response["Tus-Version"] = VERSION
        response["Tus-Extension"] = "creation,expiration,termination"
        return response
    about = metadata(request.headers.get("Upload-Metadata", ""))
    size = number(request.headers.get("Upload-Length", ""))
    if size is None:
        return said(400, "Upload-Length is missing")
    try:
        upload = actions.start_upload(
            name=about.get("filename", ""),
            size=size,
            fingerprint=about.get("fingerprint", "")[:200],
            by=request.user,
        )
    except FileRefused as refusal:
        return said(422, str(refusal))
    response = state_of(upload, 201)
    response["Location"] = reverse("files:upload", args=[upload.token])
    return response


@require_http_methods(["GET", "HEAD", "PATCH", "DELETE"])
@never_cache
def upload(request, token):
    """How much has arrived of one; the next piece of it; no more of it."""
    upload = get_object_or_404(permissions.uploads_of(request.user), token=token)
    if request.method in {"GET", "HEAD"}:
        return state_of(upload, 200)
    if request.headers.get("Tus-Resumable") != VERSION:
        return said(400, f"Tus-Resumable is {VERSION} here")
    if request.method == "DELETE":
        actions.forget(upload)
        return said(204)
    if request.content_type != PIECE:
        return said(415, f"A piece is sent as {PIECE}")
    offset = number(request.headers.get("Upload-Offset", ""))
    if offset is None:
        return said(400, "Upload-Offset is missing")
    try:
        data = request.body
    except UnreadablePostError:  # the line broke: the sender asks what has arrived and goes on from there
        return said(400, "It did not arrive")
    try:
        upload = actions.receive(upload, offset=offset, data=data)
    except actions.TooLate:
        # As it stands now; stopped in another tab, it is not there any more.
        return state_of(get_object_or_404(permissions.uploads_of(request.user), token=token), 409)
    return state_of(upload, 204)


def state_of(upload, status):
    response = said(status)
    response["Upload-Offset"] = str(upload.received)
    response["Upload-Length"] = str(upload.size)
    response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    return response


def said(status, words=""):
    response = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    response["Tus-Resumable"] = VERSION
    response["Tus-Max-Size"] = str(settings.FILE_UPLOAD_MAX_BYTES)
    return response


def number(text):
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def metadata(header):
    """Pairs of a key and a value in base64, with commas between. What cannot be read is left out."""
    found = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found
