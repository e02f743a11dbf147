"""What people write and choose: cleaned here, judged in actions."""
