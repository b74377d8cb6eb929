"""What a pull request does to the catalog: who owns what it changes, who is hit, who has to approve."""
