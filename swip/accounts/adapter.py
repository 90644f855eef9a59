"""How signing in differs here from what the library would do by itself."""

from allauth.account.adapter import DefaultAccountAdapter


class InvitedPeopleOnly(DefaultAccountAdapter):
    """Nobody signs up: an employer registers or invites them."""

    def is_open_for_signup(self, request):
        return False
