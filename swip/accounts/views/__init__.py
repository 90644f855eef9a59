"""Pages about people: signing in, one's own account, organisations, invitations."""
