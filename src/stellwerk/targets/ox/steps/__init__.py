"""What is done for each kind of object on an OX server: made, changed, read, deleted."""
