"""Catalog in, pages out: planning, front matter, MDX safety, templates."""
