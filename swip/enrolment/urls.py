from django.urls import path

from swip.enrolment import views

app_name = "enrolment"
urlpatterns = [
    path("register/", views.register, name="register"),
    path("register/<int:pk>/programme/", views.register_programme, name="register_programme"),
    path("register/<int:pk>/question/<slug:code>/", views.register_question, name="register_question"),
    path("register/<int:pk>/cannot-join/", views.register_cannot_join, name="register_cannot_join"),
    path("register/<int:pk>/eligibility/", views.register_eligibility, name="register_eligibility"),
    path("register/<int:pk>/details/", views.register_details, name="register_details"),
    path("register/<int:pk>/place/", views.register_place, name="register_place"),
    path("register/<int:pk>/people/", views.register_people, name="register_people"),
    path("register/<int:pk>/check/", views.register_check, name="register_check"),
    path("register/<int:pk>/delete/", views.register_delete, name="register_delete"),
    path("<int:pk>/", views.enrolment, name="enrolment"),
    path("<int:pk>/registered/", views.registered, name="registered"),
    path("<int:pk>/history/", views.history, name="history"),
    path("<int:pk>/looks/", views.looks, name="looks"),
    path("<int:pk>/change-supervisor/", views.change_supervisor, name="change_supervisor"),
    path("<int:pk>/change-assessor/", views.change_assessor, name="change_assessor"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
