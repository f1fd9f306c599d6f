"""What the benchmark of single sign-on needs: a portal that has it, and people who come in."""
