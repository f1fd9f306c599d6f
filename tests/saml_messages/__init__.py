"""A small identity provider for tests and benchmarks: it builds, signs and encrypts messages.

It shares no code with the product, so that an error in one is not hidden by the other.
"""
