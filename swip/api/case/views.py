import re
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.views.decorators.http import require_safe

from swip.api.case import packages
from swip.api.case.asking import Asked, NotUnderstood
from swip.api.case.discovery import description
from swip.api.case.shapes import Binding, Json

UUID_FORM = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def answer(body: Json, status: int = 200) -> JsonResponse:
    """Public and the same for everybody, so browsers of other sites and caches may have it."""
    response = JsonResponse(body, status=status)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def fault(message: str, *, minor: str, status: int) -> JsonResponse:
    field = {"imsx_codeMinorFieldName": "sourcedId", "imsx_codeMinorFieldValue": minor}
    body = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": message,
        "imsx_codeMinor": {"imsx_codeMinorField": [field]},
    }
    return answer(body, status)


@login_not_required
@require_safe
def documents(request, version):
    """Every published framework, a page at a time."""
    binding = Binding(version)
    try:
        asked = Asked.read(request.GET)
        page, total = asked.of([binding.document(each) for each in packages.versions()])
    except NotUnderstood as problem:
        return fault(str(problem), minor=problem.code, status=400)
    response = answer({"CFDocuments": page})
    response.headers["X-Total-Count"] = str(total)
    response.headers["Link"] = asked.links(f"{binding.root}/CFDocuments", request.GET.dict(), total)
    return response


@login_not_required
@require_safe
def one(request, version, what, identifier):
    """One thing by its identifier, which is the same on every installation."""
    if what not in packages.ONE_OF:
        raise Http404
    if not UUID_FORM.fullmatch(identifier):
        return fault("The identifier is not a UUID", minor="invalid_uuid", status=400)
    found = packages.ONE_OF[what](Binding(version), UUID(identifier))
    if found is None:
        return fault("Nothing here has this identifier", minor="unknownobject", status=404)
    return answer(found)


@login_not_required
@require_safe
def discovery(request):
    return answer(description(Binding("v1p1"), title=settings.SERVICE_NAME))
