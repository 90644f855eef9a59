from django.urls import path

from swip.dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("", views.home, name="home"),
    path("cohort/", views.cohort, name="cohort"),
    path("cohort.csv", views.cohort_csv, name="cohort_csv"),
]
