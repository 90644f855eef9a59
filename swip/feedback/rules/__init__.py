"""What is asked in a round of feedback, and when a round counts."""
