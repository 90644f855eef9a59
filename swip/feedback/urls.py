from django.urls import path

from swip.feedback import views

app_name = "feedback"
urlpatterns = [
    path("of/<int:enrolment_pk>/", views.rounds, name="rounds"),
    path("of/<int:enrolment_pk>/start/", views.start, name="start"),
    path("rounds/<int:pk>/", views.round, name="round"),
    path("rounds/<int:pk>/own-view/", views.own_view, name="own_view"),
    path("rounds/<int:pk>/own-view/check/", views.check_own_view, name="check_own_view"),
    path("rounds/<int:pk>/people/", views.people, name="people"),
    path("rounds/<int:pk>/people/add/", views.add_person, name="add_person"),
    path("rounds/<int:pk>/people/send/", views.propose, name="propose"),
    path("rounds/<int:pk>/people/take-back/", views.take_back, name="take_back"),
    path("rounds/<int:pk>/people/agree/", views.agree, name="agree"),
    path("rounds/<int:pk>/stop/", views.stop, name="stop"),
    path("rounds/<int:pk>/remind/", views.remind, name="remind"),
    path("rounds/<int:pk>/extend/", views.extend, name="extend"),
    path("rounds/<int:pk>/begin-again/", views.begin_again, name="begin_again"),
    path("rounds/<int:pk>/invitations/", views.deliveries, name="deliveries"),
    path("rounds/<int:pk>/release/", views.release, name="release"),
    path("rounds/<int:pk>/release/check/", views.check_release, name="check_release"),
    path("rounds/<int:pk>/summary/", views.summary, name="summary"),
    path("rounds/<int:pk>/reflection/", views.reflection, name="reflection"),
    path("rounds/<int:pk>/reflection/share/", views.share, name="share"),
    path("rounds/<int:pk>/reflection/take-back/", views.take_back_reflection, name="take_back_reflection"),
    path("rounds/<int:pk>/look-through/<slug:what>/", views.look_through, name="look_through"),
    path("take-out-of-sight/<slug:what>/<int:pk>/", views.take_out_of_sight, name="take_out_of_sight"),
    path("out-of-sight/<slug:what>/<int:pk>/", views.out_of_sight, name="out_of_sight"),
    path("comments/<int:pk>/", views.comment, name="comment"),
    path("people/<int:pk>/", views.change_person, name="change_person"),
    path("people/<int:pk>/remove/", views.remove_person, name="remove_person"),
    path("people/<int:pk>/send-again/", views.send_again, name="send_again"),
    path("people/<int:pk>/pass-on/", views.pass_on, name="pass_on"),
    path("answer/<str:token>/", views.answer, name="answer"),
    path("answer/<str:token>/check/", views.check_answer, name="check_answer"),
    path("answer/<str:token>/decline/", views.decline, name="decline"),
]
