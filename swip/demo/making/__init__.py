"""Makes up people and their records, in bulk: for the demonstration, and for benchmarks as large as a country.

Everything follows from a seed and a day, so that it is the same on every run. What the rooms' actions would have
written is written here as well, history included; the database checks it all the same.
"""
