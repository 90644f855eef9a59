from django.urls import path

from swip.progress import views

app_name = "progress"
urlpatterns = [
    path("<int:enrolment_pk>/", views.outcomes, name="outcomes"),
    path("<int:enrolment_pk>/<str:code>/", views.outcome, name="outcome"),
]
