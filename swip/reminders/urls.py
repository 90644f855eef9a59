from django.urls import path

from swip.reminders import views

app_name = "reminders"
urlpatterns = [
    path("choices/", views.choices, name="choices"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("calendar/<slug:token>.ics", views.feed, name="feed"),
    path("undelivered/", views.undelivered, name="undelivered"),
    path("undelivered/<int:pk>/send-again/", views.send_again, name="send_again"),
]
