from django.urls import path

from swip.self_assessment import views

app_name = "self_assessment"
urlpatterns = [
    path("of/<int:enrolment_pk>/", views.overview, name="list"),
    path("of/<int:enrolment_pk>/compare/", views.compare, name="compare"),
    path("of/<int:enrolment_pk>/start/<slug:point>/", views.start, name="start"),
    path("<int:pk>/", views.self_assessment, name="self_assessment"),
    path("<int:pk>/domain/<str:code>/", views.domain, name="domain"),
    path("<int:pk>/look-through/", views.look_through, name="look_through"),
    path("<int:pk>/share/", views.share, name="share"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/take-out-of-sight/", views.take_out_of_sight, name="take_out_of_sight"),
    path("<int:pk>/mend/", views.mend, name="mend"),
    path("<int:pk>/mend/look-through/", views.look_through_mended, name="look_through_mended"),
    path("<int:pk>/out-of-sight/", views.out_of_sight, name="out_of_sight"),
    path("views/<int:pk>/", views.view, name="view"),
    path("views/<int:pk>/domain/<str:code>/", views.view_domain, name="view_domain"),
    path("views/<int:pk>/look-through/", views.look_through_view, name="look_through_view"),
    path("views/<int:pk>/share/", views.share_view, name="share_view"),
    path("views/<int:pk>/take-out-of-sight/", views.take_view_out_of_sight, name="take_view_out_of_sight"),
    path("views/<int:pk>/mend/", views.mend_view, name="mend_view"),
    path(
        "views/<int:pk>/mend/look-through/", views.look_through_mended_view, name="look_through_mended_view"
    ),
    path("views/<int:pk>/out-of-sight/", views.view_out_of_sight, name="view_out_of_sight"),
]
