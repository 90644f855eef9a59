from django.urls import path

from swip.core.views import live

app_name = "programmes"
urlpatterns = [path("", live, name="programmes")]
