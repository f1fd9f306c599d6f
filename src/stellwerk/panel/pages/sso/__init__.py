"""Single sign-on: set up in two steps, tried, watched."""
