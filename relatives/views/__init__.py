"""A relative's own pages."""
