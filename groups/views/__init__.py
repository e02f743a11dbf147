"""What people see of evenings, by noun."""
