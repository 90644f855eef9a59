from django.urls import path

from swip.supervision import views

app_name = "supervision"
urlpatterns = [
    path("of/<int:enrolment_pk>/", views.support, name="support"),
    path("of/<int:enrolment_pk>/entries/<slug:kind>/", views.entries, name="entries"),
    path("of/<int:enrolment_pk>/session/", views.add_session, name="add_session"),
    path("of/<int:enrolment_pk>/protected-time/", views.add_protected_time, name="add_protected_time"),
    path("of/<int:enrolment_pk>/workload/", views.add_workload, name="add_workload"),
    path("of/<int:enrolment_pk>/agree/", views.agree_all, name="agree_all"),
    path("of/<int:enrolment_pk>/agreement/", views.start_agreement, name="start_agreement"),
    path("agreements/<int:pk>/", views.agreement, name="agreement"),
    path("agreements/<int:pk>/write/", views.write, name="write"),
    path("agreements/<int:pk>/check/", views.check, name="check"),
    path("agreements/<int:pk>/sign/", views.sign, name="sign"),
    path("agreements/<int:pk>/end/", views.end, name="end"),
    path("agreements/<int:pk>/take-back/", views.take_back_offer, name="take_back_offer"),
    path("entries/<slug:kind>/<int:pk>/", views.entry, name="entry"),
    path("entries/<slug:kind>/<int:pk>/agree/", views.agree_entry, name="agree_entry"),
    path("entries/<slug:kind>/<int:pk>/correct/", views.correct, name="correct"),
    path("entries/<slug:kind>/<int:pk>/dispute/", views.dispute, name="dispute"),
    path("entries/<slug:kind>/<int:pk>/answer/", views.answer, name="answer"),
    path("entries/<slug:kind>/<int:pk>/settle/", views.settle, name="settle"),
    path("sessions/<int:pk>/follow-up/", views.follow_up, name="follow_up"),
]
