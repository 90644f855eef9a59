from django.urls import path

from swip.core.views import live

app_name = "dashboards"
urlpatterns = [path("", live, name="home")]
