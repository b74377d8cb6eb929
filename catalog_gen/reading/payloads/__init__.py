"""Payload classes: what their annotations say, read without running them, or asked of their own library."""
