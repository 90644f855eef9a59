"""How much of what could identify somebody the guard finds, and how often it cries wolf."""
