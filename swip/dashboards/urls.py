from django.urls import path

from swip.dashboards.views import agenda, cohort, home, saved, support

app_name = "dashboards"
urlpatterns = [
    path("", home.home, name="home"),
    path("cohort/", cohort.cohort, name="cohort"),
    path("cohort.csv", cohort.cohort_csv, name="cohort_csv"),
    path("cohort/waiting/", cohort.waiting, name="waiting"),
    path("agenda/<int:enrolment_pk>/", agenda.agenda, name="agenda"),
    path("support/", support.support, name="support"),
    path("cohort/views/", saved.saved_views, name="saved_views"),
    path("cohort/views/new/", saved.keep_view, name="keep_view"),
    path("cohort/views/<int:pk>/", saved.change_view, name="change_view"),
    path("cohort/views/<int:pk>/delete/", saved.delete_view, name="delete_view"),
]
