"""Texts of several lines in the cells of tables."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from catalog_gen.pages import markdown, mdx

if TYPE_CHECKING:
    from catalog_gen.pages.views.fields import FieldRow, Remark


@functools.cache
def safe_markdown(text: str) -> mdx.Mdx:
    """Markdown as MDX; the same texts are met again and again."""
    return markdown.safe(text)


def cell(text: str) -> mdx.Mdx:
    """Markdown of the user's in a table cell: its lines one below the other."""
    return mdx.Mdx("<br/>").join(_cell_line(line.strip()) for line in text.splitlines() if line.strip())


def _cell_line(line: str) -> mdx.Mdx:
    safe = safe_markdown(line)
    if "\n" in safe:
        return mdx.escape(line)
    return mdx.Mdx(re.sub(r"(?<!\\)\|", r"\|", safe))


def lines(text: str) -> mdx.Mdx:
    """Plain text in a table cell: as it was typed, its lines one below the other."""
    return mdx.Mdx("<br/>").join(mdx.escape(line) for line in str(text).splitlines() if line.strip())


def description(row: FieldRow) -> mdx.Mdx:
    """Everything that is told of a field: whether it is deprecated and its doc, then the remarks in one line."""
    doc = mdx.Mdx(" ").join(filter(None, (mdx.Mdx("**Deprecated.**" if row.deprecated else ""), lines(row.doc))))
    remarks = mdx.Mdx("; ").join(_remark(remark) for remark in row.remarks)
    return mdx.Mdx("<br/>").join(filter(None, (doc, remarks)))


@functools.lru_cache(maxsize=10_000)
def _remark(remark: Remark) -> mdx.Mdx:
    codes = mdx.Mdx(", ").join(mdx.code(code) for code in remark.codes)
    parts = (mdx.escape(remark.words), codes, mdx.escape(remark.tail))
    return mdx.Mdx(" ").join(filter(None, parts))
