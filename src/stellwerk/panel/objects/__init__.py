"""Objects at targets, for every page that shows one: names, what is held, what was sent, why not."""
