"""Django's PostgreSQL backend, and what its pool lacks: after the server was away, nobody gets a line that died."""
