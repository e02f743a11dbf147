"""The backup drill: `make drill`."""
