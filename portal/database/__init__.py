"""Django's PostgreSQL backend and what its pool lacks: no dead lines after an outage, no long waits during one."""
