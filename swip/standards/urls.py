from django.urls import path

from swip.core.views import live

app_name = "standards"
urlpatterns = [path("", live, name="frameworks")]
