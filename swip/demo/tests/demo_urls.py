"""Every address of the service as a demonstration has them."""

from django.urls import include, path

from config import urls

urlpatterns = [*urls.urlpatterns, path("demo/", include("swip.demo.urls"))]
handler404 = urls.handler404
