"""`make screenshots`: pictures of the demo municipality as people see it, into docs/screenshots."""
