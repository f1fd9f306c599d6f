"""SOAP 1.1: envelopes in, answers and faults out."""
