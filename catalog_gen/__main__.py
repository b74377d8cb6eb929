"""`python -m catalog_gen`."""

from __future__ import annotations

from catalog_gen.cli import main

if __name__ == "__main__":
    main()
