"""What people fill in about evenings, and the words for each refusal; by noun."""
