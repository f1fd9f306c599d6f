"""Settings in forms and on pages: fields, what is wrong with them, the plan after a save."""
