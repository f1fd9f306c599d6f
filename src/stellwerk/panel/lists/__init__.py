"""Long lists: paged by key, narrowed by filters."""
