from django.urls import path

from swip.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.messages, name="messages"),
    path("<int:pk>/", views.message, name="message"),
    path("<int:pk>/send-again/", views.send_again, name="send_again"),
]
