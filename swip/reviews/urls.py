from django.urls import path

from swip.reviews import views

app_name = "reviews"
urlpatterns = [
    path("of/<int:enrolment_pk>/", views.overview, name="list"),
    path("of/<int:enrolment_pk>/start/<slug:stage>/", views.start, name="start"),
    path("<int:pk>/", views.review, name="review"),
    path("<int:pk>/write/", views.write, name="write"),
    path("<int:pk>/complete/", views.complete, name="complete"),
    path("<int:pk>/sign/", views.sign, name="sign"),
]
