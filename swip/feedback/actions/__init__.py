"""What is done in a round of feedback: begun, agreed, answered, closed, mended, released."""
