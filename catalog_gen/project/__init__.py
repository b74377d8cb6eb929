"""A new project: which files it consists of, as values; where some of them are there already, what is missing.

`looking` sees what is there, `planning` says what there should be, `writing` puts it on disk. `schemas` makes first
definitions of schema files that a team already has.
"""
