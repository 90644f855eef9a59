"""Every address of the service, room by room."""

from django.conf import settings
from django.urls import include, path

from swip.core import views as core

urlpatterns = [
    path("", include("swip.dashboards.urls")),
    path("", include("swip.accounts.sign_in_urls")),
    path("", include("swip.accounts.urls")),
    path("messages/", include("swip.notifications.urls")),
    path("standards/", include("swip.standards.urls")),
    path("programmes/", include("swip.programmes.urls")),
    path("enrolments/", include("swip.enrolment.urls")),
    path("registration/", include("swip.registration.urls")),
    path("supervision/", include("swip.supervision.urls")),
    path("staffing/", include("swip.staffing.urls")),
    path("reminders/", include("swip.reminders.urls")),
    path("evidence/", include("swip.evidence.urls")),
    path("files/", include("swip.files.urls")),
    path("identifiers/", include("swip.identifiers.urls")),
    path("observations/", include("swip.observations.urls")),
    path("feedback/", include("swip.feedback.urls")),
    path("voices/", include("swip.voices.urls")),
    path("plans/", include("swip.plans.urls")),
    path("self-assessments/", include("swip.self_assessment.urls")),
    path("progress/", include("swip.progress.urls")),
    path("reviews/", include("swip.reviews.urls")),
    path("assessment/", include("swip.assessment.urls")),
    path("awards/", include("swip.credentials.urls")),
    path("ims/case/", include("swip.api.urls")),
    path("accessibility/", core.statement, {"page": "accessibility"}, name="accessibility"),
    path("privacy/", core.statement, {"page": "privacy"}, name="privacy"),
    path("cookies/", core.statement, {"page": "cookies"}, name="cookies"),
    path("health/live", core.live, name="live"),
    path("health/ready", core.ready, name="ready"),
]

if settings.DEMO:
    urlpatterns += [path("demo/", include("swip.demo.urls"))]

handler400 = "swip.core.views.bad_request"
handler403 = "swip.core.views.refused"
handler404 = "swip.core.views.not_found"
handler500 = "swip.core.views.failed"
