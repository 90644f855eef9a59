from django.urls import path

from swip.enrolment.views import ending, pairings, place

app_name = "enrolment"
urlpatterns = [
    path("<int:pk>/", place.enrolment, name="enrolment"),
    path("<int:pk>/registered/", place.registered, name="registered"),
    path("<int:pk>/history/", place.history, name="history"),
    path("<int:pk>/looks/", place.looks, name="looks"),
    path("<int:pk>/change-supervisor/", pairings.change_supervisor, name="change_supervisor"),
    path("<int:pk>/change-assessor/", pairings.change_assessor, name="change_assessor"),
    path("<int:pk>/withdraw/", ending.withdraw, name="withdraw"),
]
