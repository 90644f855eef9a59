"""Home pages, the cohort table with its saved views, and the page on support."""
