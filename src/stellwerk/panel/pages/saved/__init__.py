"""What comes of settings that were just saved: shown before anything is sent."""
