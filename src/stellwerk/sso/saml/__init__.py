"""The SAML 2.0 core: messages in, identities or refusals out. No Django, no network, no clock."""
