from django.urls import path

from swip.credentials import views

app_name = "credentials"
urlpatterns = [
    path("<uuid:identifier>/", views.award, name="award"),
    path("<uuid:identifier>/revoke/", views.revoke, name="revoke"),
]
