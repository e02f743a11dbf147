"""Everything that writes here: drawing a month, judging a read, watching the chain, telling of trouble."""
