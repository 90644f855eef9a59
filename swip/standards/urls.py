"""Addresses of the standards. They are permanent: people and other systems keep them."""

from django.urls import path

from swip.standards import views

app_name = "standards"

urlpatterns = [
    path("", views.frameworks, name="frameworks"),
    path("search/", views.search, name="search"),
    path("item/<uuid:identifier>/", views.item_by_identifier, name="item_by_identifier"),
    path("version/<uuid:identifier>/", views.version_by_identifier, name="version_by_identifier"),
    path("<str:framework>/", views.framework, name="framework"),
    path("<str:framework>/<str:version>/", views.version, name="version"),
    path("<str:framework>/<str:version>/about/", views.about, name="about"),
    path("<str:framework>/<str:version>/key-terms/", views.terms, name="terms"),
    path("<str:framework>/<str:version>/whole/", views.whole, name="whole"),
    path("<str:framework>/<str:version>/<str:code>/", views.item, name="item"),
]
