"""Moving in: what another connector knew is taken over, so that the change sends nothing."""
