"""Tables to findings."""
