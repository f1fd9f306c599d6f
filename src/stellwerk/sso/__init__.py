"""Single sign-on: the portal as a SAML 2.0 service provider."""
