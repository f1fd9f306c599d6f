"""Access profiles: named sets of OX rights."""
