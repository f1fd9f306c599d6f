"""Benchmarks: each takes its figures in one run, from the other side, and checks the end state."""
