"""The types that travel over SOAP, as tables."""
