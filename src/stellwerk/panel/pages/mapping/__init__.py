"""The mapping of a target: what people's properties become there, tried on a real person."""
