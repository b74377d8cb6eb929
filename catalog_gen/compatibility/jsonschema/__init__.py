"""What two versions of a JSON Schema differ in."""
