from django.urls import path

from swip.enrolment.views import ending, pairings, place, registrations

app_name = "enrolment"
urlpatterns = [
    path("register/", registrations.register, name="register"),
    path("register/<int:pk>/programme/", registrations.register_programme, name="register_programme"),
    path(
        "register/<int:pk>/question/<slug:code>/", registrations.register_question, name="register_question"
    ),
    path("register/<int:pk>/cannot-join/", registrations.register_cannot_join, name="register_cannot_join"),
    path("register/<int:pk>/eligibility/", registrations.register_eligibility, name="register_eligibility"),
    path("register/<int:pk>/details/", registrations.register_details, name="register_details"),
    path("register/<int:pk>/place/", registrations.register_place, name="register_place"),
    path("register/<int:pk>/people/", registrations.register_people, name="register_people"),
    path("register/<int:pk>/check/", registrations.register_check, name="register_check"),
    path("register/<int:pk>/delete/", registrations.register_delete, name="register_delete"),
    path("<int:pk>/", place.enrolment, name="enrolment"),
    path("<int:pk>/registered/", place.registered, name="registered"),
    path("<int:pk>/history/", place.history, name="history"),
    path("<int:pk>/looks/", place.looks, name="looks"),
    path("<int:pk>/change-supervisor/", pairings.change_supervisor, name="change_supervisor"),
    path("<int:pk>/change-assessor/", pairings.change_assessor, name="change_assessor"),
    path("<int:pk>/withdraw/", ending.withdraw, name="withdraw"),
]
