from django.urls import path

from swip.voices import views

app_name = "voices"
urlpatterns = [
    # For children, parents and carers: no account
    path("", views.enter, name="enter"),
    path("paper/<str:token>/", views.open_paper, name="open_paper"),
    path("not-open/", views.unknown, name="unknown"),
    path("how/", views.how, name="how"),
    path("about/", views.about, name="about"),
    path("question/<slug:key>/", views.question, name="question"),
    path("your-drawing/", views.own_drawing, name="own_drawing"),
    path("check/", views.check, name="check"),
    path("yours/", views.yours, name="yours"),
    path("take-back/", views.take_back, name="take_back"),
    path("finish/", views.finish, name="finish"),
    path("left/<slug:why>/", views.left, name="left"),
    # For whoever hands out codes and reads the answers; the social worker reads what was released
    path("of/<int:enrolment_pk>/", views.voices, name="voices"),
    path("of/<int:enrolment_pk>/codes/", views.make_codes, name="make_codes"),
    path("of/<int:enrolment_pk>/cancel/", views.cancel_code, name="cancel_code"),
    path("of/<int:enrolment_pk>/release/", views.release, name="release"),
    path("of/<int:enrolment_pk>/summary/", views.summarise, name="summarise"),
    path("codes/<int:pk>/cancel/", views.cancel_unused, name="cancel_unused"),
    path("answer/<int:pk>/", views.read, name="read"),
    path("answer/<int:pk>/drawing/", views.answer_drawing, name="answer_drawing"),
    path("batch/<int:pk>/", views.batch, name="batch"),
    path("batch/<int:pk>/again/", views.show_again, name="show_again"),
    path("batch/<int:pk>/what-changed/", views.change, name="change"),
    path("batch/<int:pk>/take-out-of-sight/", views.take_out_of_sight, name="take_out_of_sight"),
    path("batch/<int:pk>/take-apart/", views.take_apart, name="take_apart"),
    path("batch/<int:pk>/out-of-sight/", views.out_of_sight, name="out_of_sight"),
    path("batch/<int:pk>/drawing/<slug:digest>/", views.drawing, name="drawing"),
    path("procedure/<int:pk>/", views.procedure, name="procedure"),
]
