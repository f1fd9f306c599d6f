"""What is asked before a deed, and said where it cannot be done."""
