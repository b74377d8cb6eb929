"""CODEOWNERS files, as GitHub and GitLab read them: patterns, lines, which line decides; and our lines in them."""
