"""How much one request costs, with as much in the database as a whole country would put there."""
