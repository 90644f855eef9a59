from django.urls import path

from swip.staffing import views

app_name = "staffing"
urlpatterns = [
    path("", views.boards, name="boards"),
    path("<int:pk>/", views.board, name="board"),
    path("<int:pk>/colleagues/<int:person>/", views.colleague, name="colleague"),
    path("<int:pk>/colleagues/<int:person>/leave/", views.record_leave, name="record_leave"),
    path("<int:pk>/colleagues/<int:person>/most/<slug:kind>/", views.capacity, name="capacity"),
    path("<int:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("<int:pk>/conflicts/", views.conflicts, name="conflicts"),
    path("leave/<int:pk>/", views.away, name="away"),
    path("leave/<int:pk>/back/", views.back, name="back"),
    path("leave/<int:pk>/cancel/", views.cancel_leave, name="cancel_leave"),
    path("leave/<int:pk>/cover/<slug:kind>/", views.cover, name="cover"),
    path("covers/<int:pk>/take-back/", views.take_cover_back, name="take_cover_back"),
    path("match/<int:pk>/<slug:kind>/", views.match, name="match"),
    path("handing-over/<int:pk>/", views.handing_over, name="handing_over"),
    path("handing-over/<int:pk>/drop/", views.drop, name="drop"),
    path("conflicts/", views.own_conflicts, name="own_conflicts"),
    path("conflicts/<int:pk>/end/", views.end_conflict, name="end_conflict"),
]
