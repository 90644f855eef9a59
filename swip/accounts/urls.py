from django.urls import path

from swip.accounts.views import account, colleagues, invitations, organisations, register

app_name = "accounts"
urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/details/", account.details, name="details"),
    path("account/history/", account.account_history, name="account_history"),
    path("account/sign-ins/", account.sign_ins, name="sign_ins"),
    path("account/sign-ins/everywhere/", account.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/sign-ins/<int:pk>/end/", account.end_sign_in, name="end_sign_in"),
    path("people/<int:pk>/register/", register.register_checks, name="register_checks"),
    path("people/<int:pk>/register/record/", register.record_register_check, name="record_register_check"),
    path("people/<int:pk>/register/ask/", register.ask_register, name="ask_register"),
    path("register/extract/", register.register_extract, name="register_extract"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/add/", organisations.add_organisation, name="add_organisation"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/change/", organisations.change_organisation, name="change_organisation"),
    path("organisations/<int:pk>/past/", organisations.past_roles, name="past_roles"),
    path("organisations/<int:pk>/history/", organisations.organisation_history, name="organisation_history"),
    path("organisations/<int:pk>/appoint/", organisations.appoint, name="appoint"),
    path("organisations/<int:pk>/teams/", organisations.teams, name="teams"),
    path("organisations/<int:pk>/teams/add/", organisations.add_team, name="add_team"),
    path("organisations/<int:pk>/invitations/", invitations.invitations, name="invitations"),
    path("organisations/<int:pk>/invite/", invitations.invite, name="invite"),
    path(
        "organisations/<int:pk>/invite-administrator/",
        invitations.invite_administrator,
        name="invite_administrator",
    ),
    path("organisations/<int:pk>/colleagues/", colleagues.colleagues, name="colleagues"),
    path(
        "organisations/<int:pk>/colleagues/template/",
        colleagues.colleagues_template,
        name="colleagues_template",
    ),
    path("colleagues/<int:pk>/", colleagues.colleague_file, name="colleague_file"),
    path("colleagues/<int:pk>/to-mend/", colleagues.colleagues_to_mend, name="colleagues_to_mend"),
    path("teams/<int:pk>/change/", organisations.change_team, name="change_team"),
    path("appointments/<int:pk>/end/", organisations.end_appointment, name="end_appointment"),
    path("appointments/<int:pk>/renew/", organisations.renew, name="renew"),
    path("appointments/<int:pk>/team/", organisations.change_team_of, name="change_team_of"),
    path("invitations/<int:pk>/send-again/", invitations.send_again, name="send_again"),
    path("invitations/<int:pk>/withdraw/", invitations.withdraw, name="withdraw"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("set-up/<str:token>/", invitations.set_up, name="set_up"),
]
