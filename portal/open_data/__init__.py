"""What other machines may read: /api/v1/, read-only, without people."""
