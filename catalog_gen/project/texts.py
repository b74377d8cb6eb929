"""The texts of a project's files, from `templates/project`."""

from __future__ import annotations

import functools
import json
from typing import Any

from catalog_gen import packaged


def text(template: str, **values: Any) -> bytes:
    """A file of a project; the values are what its template asks for, and all of that."""
    rendered: str = _environment().get_template(f"{template}.j2").render(**values)
    return rendered.encode()


def literal(value: Any) -> str:
    """A text, or a list of texts, as JSON, JavaScript, TOML and YAML write it alike."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


@functools.cache
def _environment() -> Any:
    """GitHub's `${{ }}` stays as it is, since values stand in `[[ ]]` and conditions in `[% %]`."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(packaged.templates() / "project"),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - none of the files is HTML
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["literal"] = literal
    return environment
