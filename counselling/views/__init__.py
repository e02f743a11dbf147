"""Pages of counselling: relatives' by noun; staff's begin with staff_."""
