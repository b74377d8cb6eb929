"""What the catalog has of one resource, and lists of resources: as values with their origin, then as text.

Nothing here needs pages or an output; what could be read is shown.
"""
