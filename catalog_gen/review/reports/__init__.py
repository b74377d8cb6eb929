"""A review told to people and to programs: each kind of report is a module, and takes a `Review` only."""
