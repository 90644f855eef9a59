from django.urls import path

app_name = "self_assessment"
urlpatterns: list = []
