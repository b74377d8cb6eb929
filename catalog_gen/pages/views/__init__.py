"""What templates see of an entry: plain values in the words of a reader, nothing to compute.

Texts in here are as the user wrote them; escaping is the templates' default, not ours.
"""
