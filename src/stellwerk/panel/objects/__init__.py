"""Objects at targets, for every page that shows one: names, what is held or was sent, why not."""
