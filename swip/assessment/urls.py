from django.urls import path

from swip.core.views import live

app_name = "assessment"
urlpatterns = [path("of/<int:enrolment_pk>/", live, name="overview")]
