from django.urls import path

from swip.plans import views

app_name = "plans"
urlpatterns = [
    path("of/<int:enrolment_pk>/", views.plan, name="plan"),
    path("of/<int:enrolment_pk>/goals/add/", views.add_goal, name="add_goal"),
    path("of/<int:enrolment_pk>/goals/make/", views.make_goal, name="make_goal"),
    path("of/<int:enrolment_pk>/renew/", views.renew, name="renew"),
    path("of/<int:enrolment_pk>/versions/<int:number>/", views.version, name="version"),
    path("goals/<int:pk>/", views.goal, name="goal"),
    path("goals/<int:pk>/actions/add/", views.add_action, name="add_action"),
    path("goals/<int:pk>/change/", views.change_goal, name="change_goal"),
    path("goals/<int:pk>/close/", views.close_goal, name="close_goal"),
    path("goals/<int:pk>/reopen/", views.reopen_goal, name="reopen_goal"),
    path("goals/<int:pk>/take-out-of-sight/", views.take_goal_out_of_sight, name="take_goal_out_of_sight"),
    path("goals/<int:pk>/mend/", views.mend_goal, name="mend_goal"),
    path(
        "goals/<int:pk>/mend/look-through/", views.look_through_mended_goal, name="look_through_mended_goal"
    ),
    path("goals/<int:pk>/out-of-sight/", views.goal_out_of_sight, name="goal_out_of_sight"),
    path("actions/<int:pk>/", views.action, name="action"),
    path("actions/<int:pk>/move/", views.move_action, name="move_action"),
    path("actions/<int:pk>/take-up/", views.take_up_action, name="take_up_action"),
    path(
        "versions/<int:pk>/take-out-of-sight/",
        views.take_version_out_of_sight,
        name="take_version_out_of_sight",
    ),
    path("versions/<int:pk>/mend/", views.mend_version, name="mend_version"),
    path(
        "versions/<int:pk>/mend/look-through/",
        views.look_through_mended_version,
        name="look_through_mended_version",
    ),
    path("versions/<int:pk>/out-of-sight/", views.version_out_of_sight, name="version_out_of_sight"),
]
