"""What was promised, on which days, and what came of it: plain values, and the sum in words."""
