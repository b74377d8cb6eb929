"""Producers and consumers of messages as code that runs, derived from the definition alone."""
