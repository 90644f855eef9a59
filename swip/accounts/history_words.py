"""What the history of this room says in plain words."""

WORDS = {
    "user.registered": "Got an account",
    "user.details_changed": "Changed their details",
    "user.address_changed": "Changed the email address they sign in with",
    "user.signed_in": "Signed in",
    "user.signed_out_elsewhere": "Signed out on another device",
    "user.signed_out_everywhere": "Signed out everywhere",
    "user.two_steps_turned_on": "Turned on two-step sign-in",
    "user.two_steps_turned_off": "Turned off two-step sign-in",
    "user.recovery_codes_renewed": "Made new recovery codes",
    "organisation.added": "Added the organisation",
    "organisation.changed": "Changed the organisation",
    "team.added": "Added a team",
    "team.changed": "Changed a team",
    "appointment.made": "Gave somebody a role",
    "appointment.taken_up": "Took up a role",
    "appointment.ended": "Ended somebody’s role",
    "invitation.sent": "Invited somebody",
    "invitation.sent_again": "Sent an invitation again",
    "invitation.withdrawn": "Withdrew an invitation",
    "invitation.accepted": "Accepted an invitation",
}
