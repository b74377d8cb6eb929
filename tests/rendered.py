"""What readers see of MDX, as the real compiler tells it, and texts that are hard to show."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Sequence

    Run = Callable[..., subprocess.CompletedProcess[str]]

# What once broke a page or lost a text, by name, and what is known to mean something.
NASTY: Final = (
    *"{}<>&\\`*_~[]|:#-+=.!()\"'/@$%^,;?",
    *(
        "{env}.orders",
        "${amount}",
        "{a b}",
        "{/* x */}",
        "}",
        "List<string>",
        "a < 5",
        "a<b",
        "<br>",
        "</Tile>",
    ),
    *(
        "<!-- x -->",
        "<https://x.y>",
        "key:value",
        "urn:foo:bar",
        "::name",
        ":::note",
        "::name[x]{y}",
        "\\:name",
    ),
    *(
        "arn:aws:sns:eu-west-1:123:topic",
        ":smile:",
        "10:30",
        "C:\\dir\\new",
        "\\",
        "\\\\",
        "\\{",
        "\\`",
        "Note:",
    ),
    *(
        "import x from 'y'",
        "export default 1",
        "import",
        "export ",
        "importing",
        "---",
        "***",
        "___",
        "===",
        "=",
    ),
    *(
        "# x",
        "## ",
        "#",
        "C #",
        "x ##",
        "> x",
        "- x",
        "+ x",
        "* x",
        "1. x",
        "1) x",
        "1.",
        "-:",
        ":-",
        "|---|",
    ),
    *(
        "~~~",
        "~x~",
        "~~x~~",
        "```",
        "``x``",
        "`",
        "**b**",
        "*i*",
        "__init__",
        "_x_",
        "snake_case",
        "2 * 3",
        "2*3",
    ),
    *(
        "[[Order]]",
        "[[entity|Order@1.0.0]]",
        "[[[x]]]",
        "[x](y)",
        "[x]: y",
        "![x](y)",
        "[^1]",
        "[ ] x",
        "[[`x`]]",
    ),
    *("https://x.com/a_b", "https://x.com/a:b", "https://x.com/*a*", "https://x.com/{id}", "www.x.com/a*b"),
    *(
        "https://x.com/?u=https://y.com/a:b",
        "https://x.com:",
        "https://x.com/[[a]]",
        "HTTP://X/~me",
        "http://",
    ),
    *(
        "a@b.com",
        "mailto:a@b.com",
        "_a@b.com_",
        "&amp;",
        "&#123;",
        "&lt",
        "&copy;x",
        "AT&T",
        "&",
        "''",
        "''''",
    ),
    *(
        "café",
        "日本",
        "😀",
        "👩‍👩‍👧",
        "\u05d0\u05d1 {x}",
        "\u202eabc",
        "a\u2028b",
        "a\u2029b",
        "a\x85b",
        "a\xa0b",
        "\u200b",
    ),
    *(
        "\x00",
        "\x01",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x7f",
        "\ud800",
        "\ufeffx",
        "\ufffe",
        "a\nb",
        "a\r\nb",
        "a\tb",
        "a  b",
    ),
    *(
        " x",
        "x ",
        "",
        " ",
        "\n",
        '"q"',
        "it's",
        "...",
        "--",
        "$x$",
        "a.b",
        "frontmatter.id",
        "x\n\n- y",
        "😀_u_",
    ),
)
BLOCKS: Final = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "td",
    "th",
    "pre",
    "div",
    "blockquote",
    "br",
    "hr",
}


def ask(run_node: Run, **questions: Sequence[str]) -> dict[str, list[Any]]:
    """What `tests/e2e/render_text.mjs` says of MDX, YAML and the words behind a fence."""
    done = run_node("render_text.mjs", stdin=json.dumps(questions))
    assert done.returncode == 0, done.stderr
    answer: dict[str, list[Any]] = json.loads(done.stdout)
    return answer


def visible(node: Any) -> str:
    """The text that readers see of a rendered tree."""
    if isinstance(node, str):
        return node
    inside = "".join(map(visible, node[2]))
    return f"\n{inside}\n" if node[0] in BLOCKS else inside


def found(node: Any, tag: str) -> list[Any]:
    """All elements of a tree with this tag."""
    if isinstance(node, str):
        return []
    return ([node] if node[0] == tag else []) + [match for child in node[2] for match in found(child, tag)]


def words(text: str) -> str:
    """The text without what readers do not see, or accept: white space, typography, what no file can hold."""
    text = re.sub("[\0\ud800-\udfff]", "\ufffd", text).translate(str.maketrans("“”‘’", "\"\"''"))
    text = re.sub(r"[.…](?:\s*[.…])+|…", "…", text.replace("—", "--"))
    return re.sub("[ \t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+", " ", text).strip(" ")
