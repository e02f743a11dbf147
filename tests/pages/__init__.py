"""Every page once, in the role that sees most of it: one list for axe, for reading ease and for the pictures."""
