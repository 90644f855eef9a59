from django.urls import path

from swip.observations import views

app_name = "observations"
urlpatterns = [
    path("of/<int:enrolment_pk>/", views.observations, name="list"),
    path("of/<int:enrolment_pk>/start/", views.start, name="start"),
    path("to-observe/", views.to_observe, name="to_observe"),
    path("unanswered/", views.unanswered, name="unanswered"),
    path("<int:pk>/", views.observation, name="observation"),
    path("<int:pk>/write/<slug:kind>/", views.write, name="write"),
    path("<int:pk>/look-through/<slug:kind>/", views.look_through, name="look_through"),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/take-back/", views.take_back, name="take_back"),
    path("<int:pk>/ask/", views.ask, name="ask"),
    path("<int:pk>/ask-again/", views.ask_again, name="ask_again"),
    path("<int:pk>/withdraw-link/", views.withdraw_link, name="withdraw_link"),
    path("<int:pk>/decline/", views.decline, name="decline"),
    path("<int:pk>/from-paper/", views.from_paper, name="from_paper"),
    path("<int:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("<int:pk>/cpd/", views.cpd, name="cpd"),
    path("<int:pk>/cpd.txt", views.cpd_file, name="cpd_file"),
    path("<int:pk>/paper/", views.paper, name="paper"),
    path("<int:pk>/family/", views.family, name="family"),
    path("<int:pk>/family-took-back/", views.family_took_back, name="family_took_back"),
    path("<int:pk>/agree/", views.agree, name="agree"),
    path("<int:pk>/look-again/", views.look_again, name="look_again"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/resume/", views.resume, name="resume"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
    path("<int:pk>/take-out-of-sight/", views.take_out_of_sight, name="take_out_of_sight"),
    path("<int:pk>/out-of-sight/", views.out_of_sight, name="out_of_sight"),
    # For observers without an account: the secret in the address is all they need.
    path("link/<str:token>/", views.link, name="link"),
    path("link/<str:token>/write/<slug:kind>/", views.link_write, name="link_write"),
    path("link/<str:token>/look-through/<slug:kind>/", views.link_look_through, name="link_look_through"),
    path("link/<str:token>/check/", views.link_check, name="link_check"),
    path("link/<str:token>/decline/", views.link_decline, name="link_decline"),
    path("link/<str:token>/paper/", views.link_paper, name="link_paper"),
]
