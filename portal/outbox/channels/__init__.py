"""The ways a message goes out, each saying honestly what became of it."""
