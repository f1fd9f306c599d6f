"""The portal itself: where it is reached, its time zone, how long runs are kept."""
