"""What the attributes of each kind of directory server mean."""
