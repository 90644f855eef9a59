"""What home pages, the cohort table and the page on support ask, each in a file of its own."""
