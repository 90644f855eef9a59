from django.urls import path

from swip.registration.views import drafts, files

app_name = "registration"
urlpatterns = [
    path("", drafts.begin, name="begin"),
    path("files/", files.files, name="files"),
    path("files/send/<int:organisation>/<slug:programme>/", files.send_file, name="send_file"),
    path("files/send/<int:organisation>/<slug:programme>/template.csv", files.template, name="template"),
    path("files/<int:pk>/", files.file, name="file"),
    path("files/<int:pk>/rows-to-mend.csv", files.rows_to_mend, name="rows_to_mend"),
    path("files/<int:pk>/confirm/", files.confirm_file, name="confirm_file"),
    path("files/<int:pk>/delete/", files.delete_file, name="delete_file"),
    path("<int:pk>/programme/", drafts.programme, name="programme"),
    path("<int:pk>/question/<slug:code>/", drafts.question, name="question"),
    path("<int:pk>/cannot-join/", drafts.cannot_join, name="cannot_join"),
    path("<int:pk>/eligibility/", drafts.eligibility, name="eligibility"),
    path("<int:pk>/details/", drafts.details, name="details"),
    path("<int:pk>/same-person/", drafts.same_person, name="same_person"),
    path("<int:pk>/place/", drafts.place, name="place"),
    path("<int:pk>/people/", drafts.people, name="people"),
    path("<int:pk>/check/", drafts.check, name="check"),
    path("<int:pk>/delete/", drafts.delete, name="delete"),
]
