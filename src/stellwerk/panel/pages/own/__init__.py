"""What the portal knows of whoever is signed in."""
