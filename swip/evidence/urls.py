from django.urls import path

from swip.evidence import views

app_name = "evidence"
urlpatterns = [
    path("of/<int:enrolment_pk>/", views.portfolio, name="list"),
    path("of/<int:enrolment_pk>/start/", views.start, name="start"),
    path("waiting/", views.waiting, name="waiting"),
    path("<int:pk>/", views.evidence, name="evidence"),
    path("<int:pk>/kind/", views.kind, name="kind"),
    path("<int:pk>/write/", views.write, name="write"),
    path("<int:pk>/work/", views.work, name="work"),
    path("<int:pk>/outcomes/", views.outcomes, name="outcomes"),
    path("<int:pk>/reasons/", views.reasons, name="reasons"),
    path("<int:pk>/files/", views.files, name="files"),
    path("<int:pk>/files/<int:file_pk>/", views.file, name="file"),
    path("<int:pk>/files/<int:file_pk>/remove/", views.remove_file, name="remove_file"),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/start-again/", views.start_again, name="start_again"),
    path("<int:pk>/review/", views.review, name="review"),
    path("<int:pk>/versions/", views.versions, name="versions"),
    path("<int:pk>/versions/<int:number>/", views.version, name="version"),
    path("<int:pk>/versions/<int:number>/changes/", views.changes, name="changes"),
]
