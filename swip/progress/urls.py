from django.urls import path

from swip.progress import views

app_name = "progress"
urlpatterns = [
    path("<int:enrolment_pk>/", views.outcomes, name="outcomes"),
    path("<int:enrolment_pk>/asked-for/", views.asked, name="asked"),
    path("<int:enrolment_pk>/kinds-of-work/", views.breadth, name="breadth"),
    path("<int:enrolment_pk>/<str:code>/", views.outcome, name="outcome"),
]
