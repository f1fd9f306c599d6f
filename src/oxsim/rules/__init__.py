"""What the services accept, refuse and do; one module per subject."""
