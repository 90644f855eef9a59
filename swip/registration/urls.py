from django.urls import path

from swip.registration.views import drafts

app_name = "registration"
urlpatterns = [
    path("", drafts.begin, name="begin"),
    path("<int:pk>/programme/", drafts.programme, name="programme"),
    path("<int:pk>/question/<slug:code>/", drafts.question, name="question"),
    path("<int:pk>/cannot-join/", drafts.cannot_join, name="cannot_join"),
    path("<int:pk>/eligibility/", drafts.eligibility, name="eligibility"),
    path("<int:pk>/details/", drafts.details, name="details"),
    path("<int:pk>/place/", drafts.place, name="place"),
    path("<int:pk>/people/", drafts.people, name="people"),
    path("<int:pk>/check/", drafts.check, name="check"),
    path("<int:pk>/delete/", drafts.delete, name="delete"),
]
