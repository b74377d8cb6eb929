"""The catalog on disk: what is ours in it, what changes, and writing it."""
