from django.urls import path

from swip.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.people, name="people"),
    path("be/<int:pk>/", views.be, name="be"),
    path("mail/", views.mail, name="mail"),
    path("mail/<slug:name>/", views.letter, name="letter"),
]
