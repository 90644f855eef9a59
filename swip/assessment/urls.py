from django.urls import path

from swip.assessment import views

app_name = "assessment"
urlpatterns = [
    path("waiting/", views.waiting, name="waiting"),
    path("of/<int:enrolment_pk>/", views.overview, name="overview"),
    path("of/<int:enrolment_pk>/start/", views.start, name="start"),
    path("recommendations/<int:pk>/", views.recommendation, name="recommendation"),
    path("recommendations/<int:pk>/outcomes/<str:slug>/", views.judge, name="judge"),
    path("recommendations/<int:pk>/summary/", views.summarise, name="summarise"),
    path("recommendations/<int:pk>/hand-in/", views.submit, name="submit"),
    path("recommendations/<int:pk>/send-back/", views.send_back, name="send_back"),
    path("recommendations/<int:pk>/met/", views.decide_met, name="decide_met"),
    path("recommendations/<int:pk>/not-met/", views.decide_not_met, name="decide_not_met"),
    path("recommendations/<int:pk>/extend/", views.decide_extend, name="decide_extend"),
    path("decisions/<int:pk>/", views.decision, name="decision"),
]
