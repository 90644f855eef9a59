"""Questions that the pages of staffing ask, one file for each noun."""
