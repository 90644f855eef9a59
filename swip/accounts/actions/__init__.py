"""The verbs about people, organisations and who is what where, one file for each noun. Each is one transaction."""

from swip.accounts.actions.colleagues import bring_in, forget_files, put_away, read_colleagues
from swip.accounts.actions.invitations import NotVouchedFor, accept, invite, send_again, withdraw
from swip.accounts.actions.organisations import (
    AlreadySetUp,
    add_organisation,
    add_team,
    change_organisation,
    change_team,
    set_up_service,
)
from swip.accounts.actions.people import (
    AddressTaken,
    RegisterNumberTaken,
    change_address,
    change_details,
    confirm_address,
    end_sign_in,
    register_person,
    sign_out_everywhere,
)
from swip.accounts.actions.register import (
    ask_register,
    ask_register_again,
    keep_extract,
    look_up_on_register,
    note_no_answer,
    note_register_check,
    stop_register_checks,
)
from swip.accounts.actions.roles import LastAdministrator, appoint, change_team_of, end_appointment, renew

__all__ = [
    "AddressTaken",
    "AlreadySetUp",
    "LastAdministrator",
    "NotVouchedFor",
    "RegisterNumberTaken",
    "accept",
    "add_organisation",
    "add_team",
    "appoint",
    "ask_register",
    "ask_register_again",
    "bring_in",
    "change_address",
    "change_details",
    "change_organisation",
    "change_team",
    "change_team_of",
    "confirm_address",
    "end_appointment",
    "end_sign_in",
    "forget_files",
    "invite",
    "keep_extract",
    "look_up_on_register",
    "note_no_answer",
    "note_register_check",
    "put_away",
    "read_colleagues",
    "register_person",
    "renew",
    "send_again",
    "set_up_service",
    "sign_out_everywhere",
    "stop_register_checks",
    "withdraw",
]
