from django.urls import path

from swip.identifiers import views

app_name = "identifiers"
urlpatterns = [path("out-of-sight/", views.quarantines, name="quarantines")]
