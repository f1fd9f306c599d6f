"""An Open-Xchange App Suite stand-in: its provisioning services, their rules and faults."""
