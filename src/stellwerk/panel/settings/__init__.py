"""Forms and pages of settings: fields, what is wrong with them, and the plan that follows a save."""
