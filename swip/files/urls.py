from django.urls import path

from swip.files import views

app_name = "files"
urlpatterns = [
    path("uploads/", views.uploads, name="uploads"),
    path("uploads/<str:token>/", views.upload, name="upload"),
]
