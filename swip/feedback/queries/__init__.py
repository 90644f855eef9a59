"""How far a round has come, what came of it, and who is waited for."""
