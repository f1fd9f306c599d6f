"""Metadata in the manner of well-known identity providers, written for these tests."""

from collections.abc import Iterator

from stellwerk.sso.saml.certificates import bare
from tests.unit.sso.saml.both_sides import pair

_MD = 'xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"'
_DS = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'
_UI = 'xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui"'
_POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
_REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
_SAML2 = "urn:oasis:names:tc:SAML:2.0:protocol"


def cert(name: str) -> str:
    """The certificate of that name, as metadata holds it."""
    return bare(pair(name).certificate)


def key(name: str, use: str = "signing") -> str:
    """A KeyDescriptor; without a use where that is ""."""
    said = f' use="{use}"' if use else ""
    return (
        f"<KeyDescriptor{said}><ds:KeyInfo {_DS}><ds:X509Data><ds:X509Certificate>{cert(name)}"
        "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>"
    )


def role(
    inside: str = "", *, keys: str | None = None, attributes: str = "", protocols: str = _SAML2
) -> str:
    """A role that can be chosen, unless it is made not to be."""
    sso = f'<SingleSignOnService Binding="{_REDIRECT}" Location="https://idp.example.org/sso"/>'
    return (
        f'<IDPSSODescriptor protocolSupportEnumeration="{protocols}" {attributes}>'
        f"{key('idp') if keys is None else keys}{inside or sso}</IDPSSODescriptor>"
    )


def entity(
    inside: str | None = None, *, name: str = "https://idp.example.org", attributes: str = ""
) -> bytes:
    """One entry as a document."""
    said = f'entityID="{name}"' if name else ""
    text = f"<EntityDescriptor {_MD} {said} {attributes}>{role() if inside is None else inside}"
    return f"{text}</EntityDescriptor>".encode()


def group(*inside: bytes, attributes: str = "") -> bytes:
    """Entries, or groups of them, as one."""
    return (
        f"<EntitiesDescriptor {_MD} {attributes}>".encode()
        + b"\n".join(inside)
        + b"</EntitiesDescriptor>"
    )


def adfs() -> bytes:
    """AD FS: a signature over all, roles of WS-Federation first, keys twice over."""
    fed = 'xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706"'
    xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    sts = (
        f'<RoleDescriptor xsi:type="fed:{{}}" {xsi} {fed} protocolSupportEnumeration='
        '"http://docs.oasis-open.org/ws-sx/ws-trust/200512 http://schemas.xmlsoap.org/ws/2005/02/trust"'
        ' ServiceDisplayName="sts.town.example">{}<fed:PassiveRequestorEndpoint>'
        '<EndpointReference xmlns="http://www.w3.org/2005/08/addressing"><Address>'
        "https://sts.town.example/adfs/ls/</Address></EndpointReference>"
        "</fed:PassiveRequestorEndpoint></RoleDescriptor>"
    )
    address = "https://sts.town.example/adfs/ls/"
    services = "".join(
        f'<{kind} Binding="{binding}" Location="{address}"/>'
        for kind in ("SingleLogoutService", "SingleSignOnService")
        for binding in (_REDIRECT, _POST)
    )
    slo, sso = services[: len(services) // 2], services[len(services) // 2 :]
    formats = (
        "<NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</NameIDFormat>"
        "<NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</NameIDFormat>"
        "<NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:transient</NameIDFormat>"
    )
    claims = "".join(
        f'<Attribute xmlns="urn:oasis:names:tc:SAML:2.0:assertion" FriendlyName="{name}" '
        f'Name="http://schemas.xmlsoap.org/ws/2005/05/identity/claims/{name}"/>'
        for name in ("emailaddress", "givenname", "surname", "upn")
    )
    keys = key("adfs-encrypt", "encryption") + key("adfs-current") + key("adfs-next")
    signature = (
        f"<ds:Signature {_DS}><ds:SignedInfo/><ds:SignatureValue>AAAA</ds:SignatureValue>"
        f"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{cert('adfs-current')}"
        "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>"
    )
    return (
        f'\ufeff<EntityDescriptor ID="_9d3a" {_MD}'
        f' entityID="http://sts.town.example/adfs/services/trust">{signature}'
        + sts.format("ApplicationServiceType", key("adfs-encrypt", "encryption"))
        + sts.format("SecurityTokenServiceType", key("adfs-current"))
        + f'<SPSSODescriptor WantAssertionsSigned="true" protocolSupportEnumeration="{_SAML2}">'
        + keys
        + f'<AssertionConsumerService Binding="{_POST}" Location="{address}" index="0"/>'
        + "</SPSSODescriptor>"
        + f'<IDPSSODescriptor protocolSupportEnumeration="{_SAML2}">'
        + keys
        + key("adfs-current")
        + slo
        + formats
        + sso
        + claims
        + "</IDPSSODescriptor><ContactPerson contactType="
        + '"support"><GivenName/><EmailAddress/></ContactPerson></EntityDescriptor>'
    ).encode()


def shibboleth() -> bytes:
    """Shibboleth: starts with a comment, names in languages, SAML 1 beside 2, wrapped base64."""
    shib1 = "urn:mace:shibboleth:1.0"
    wrapped = key("shib").replace(cert("shib"), f"\n{_wrapped(cert('shib'))}\n        ")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!--
     This is example metadata only. Do *NOT* supply it as is without review,
     and do *NOT* provide it in real time to your partners.
     <EntityDescriptor entityID="https://in-a-comment.example.org"/>
-->
<EntityDescriptor {_MD} {_UI} xmlns:shibmd="urn:mace:shibboleth:metadata:1.0"
    entityID="https://idp.uni.example/idp/shibboleth">
  <IDPSSODescriptor
      protocolSupportEnumeration="{_SAML2} urn:oasis:names:tc:SAML:1.1:protocol {shib1}">
    <Extensions>
      <shibmd:Scope regexp="false">uni.example</shibmd:Scope>
      <mdui:UIInfo>
        <mdui:DisplayName xml:lang="en">University of
           Example</mdui:DisplayName>
        <mdui:DisplayName xml:lang="de">Universität Beispiel</mdui:DisplayName>
      </mdui:UIInfo>
    </Extensions>
    {wrapped}
    {key("shib-back")}
    {key("shib-encrypt", "encryption")}
    <ArtifactResolutionService Binding="urn:oasis:names:tc:SAML:2.0:bindings:SOAP"
        Location="https://idp.uni.example:8443/idp/profile/SAML2/SOAP/Artifact" index="2"/>
    <SingleLogoutService Binding="{_REDIRECT}"
        Location="https://idp.uni.example/idp/profile/SAML2/Redirect/SLO"/>
    <SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:SOAP"
        Location="https://idp.uni.example:8443/idp/profile/SAML2/SOAP/SLO"/>
    <NameIDFormat>urn:mace:shibboleth:1.0:nameIdentifier</NameIDFormat>
    <NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:transient</NameIDFormat>
    <SingleSignOnService Binding="{shib1}:profiles:AuthnRequest"
        Location="https://idp.uni.example/idp/profile/Shibboleth/SSO"/>
    <SingleSignOnService Binding="{_POST}"
        Location="https://idp.uni.example/idp/profile/SAML2/POST/SSO"/>
    <SingleSignOnService Binding="{_POST}-SimpleSign"
        Location="https://idp.uni.example/idp/profile/SAML2/POST-SimpleSign/SSO"/>
    <SingleSignOnService Binding="{_REDIRECT}"
        Location="https://idp.uni.example/idp/profile/SAML2/Redirect/SSO"/>
  </IDPSSODescriptor>
  <AttributeAuthorityDescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:1.1:protocol">
    {key("shib-attributes")}
    <AttributeService Binding="urn:oasis:names:tc:SAML:1.0:bindings:SOAP-binding"
        Location="https://idp.uni.example:8443/a"/>
  </AttributeAuthorityDescriptor>
</EntityDescriptor>
""".encode()


def keycloak() -> bytes:
    """Keycloak: prefixes everywhere, one realm, requests are to be signed."""
    text = entity(
        role(
            f'<SingleLogoutService Binding="{_POST}" Location="https://kc.example/realms/town/protocol/saml"/>'
            f'<SingleLogoutService Binding="{_REDIRECT}" Location="https://kc.example/realms/town/protocol/saml"'
            ' ResponseLocation="https://kc.example/realms/town/protocol/saml/resp"/>'
            "<NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</NameIDFormat>"
            "<NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</NameIDFormat>"
            f'<SingleSignOnService Binding="{_POST}" Location="https://kc.example/realms/town/protocol/saml"/>'
            f'<SingleSignOnService Binding="{_REDIRECT}" Location="https://kc.example/realms/town/protocol/saml"/>',
            keys=key("keycloak"),
            attributes='WantAuthnRequestsSigned="true"',
        ),
        name="https://kc.example/realms/town",
    ).decode()
    for name in ("EntityDescriptor", "IDPSSODescriptor", "KeyDescriptor", "NameIDFormat"):
        text = text.replace(f"<{name}", f"<md:{name}").replace(f"</{name}", f"</md:{name}")
    return text.encode()


def entra() -> bytes:
    """Entra: one address for everything, the key without a stated use, roles of WS-Federation."""
    address = "https://login.cloud.example/0f1e/saml2"
    return entity(
        '<RoleDescriptor xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706" '
        'xsi:type="fed:SecurityTokenServiceType" protocolSupportEnumeration='
        f'"http://docs.oasis-open.org/wsfed/federation/200706">{key("entra-other")}</RoleDescriptor>'
        + role(
            f'<SingleLogoutService Binding="{_REDIRECT}" Location="{address}"/>'
            f'<SingleSignOnService Binding="{_REDIRECT}" Location="{address}"/>'
            f'<SingleSignOnService Binding="{_POST}" Location="{address}"/>',
            keys=key("entra", ""),
        ),
        name="https://sts.cloud.example/0f1e/",
        attributes='ID="_c3"',
    )


def onelogin() -> bytes:
    """OneLogin: addresses with a query of their own, old formats first, an organisation's name."""
    address = "https://town.one.example/trust/saml2/http-{}/sso/777?idpid=777&amp;tab=1"
    soap = "urn:oasis:names:tc:SAML:2.0:bindings:SOAP"
    return entity(
        role(
            f'<SingleLogoutService Binding="{_REDIRECT}" Location="https://town.one.example/slo/777"/>'
            "<NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</NameIDFormat>"
            f'<SingleSignOnService Binding="{_REDIRECT}" Location="{address.format("redirect")}"/>'
            f'<SingleSignOnService Binding="{_POST}" Location="{address.format("post")}"/>'
            f'<SingleSignOnService Binding="{soap}" Location="{address.format("soap")}"/>',
            keys=key("onelogin"),
        )
        + '<Organization><OrganizationName xml:lang="en">town</OrganizationName>'
        '<OrganizationDisplayName xml:lang="en">The Town</OrganizationDisplayName>'
        '<OrganizationURL xml:lang="en">https://town.example</OrganizationURL></Organization>',
        name="https://app.one.example/saml/metadata/777",
    )


def federation(size: int) -> Iterator[bytes]:
    """A federation's file of about that many bytes, in pieces: mostly services, some providers."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<EntitiesDescriptor {_MD} Name="urn:town" validUntil="2026-12-09T00:00:00Z">'.encode()
    scopes = "".join(f"<RequestedAttribute Name='urn:oid:2.5.4.{number}'/>" for number in range(60))
    acs = f'<AssertionConsumerService Binding="{_POST}" Location="https://x" index="0"/>'
    service = (
        f'<SPSSODescriptor protocolSupportEnumeration="{_SAML2}">{key("service", "")}{acs}'
        f'<AttributeConsumingService index="1"><ServiceName xml:lang="en">x</ServiceName>{scopes}'
        "</AttributeConsumingService></SPSSODescriptor>"
    )
    sent = number = 0
    while sent < size:
        number += 1
        name = f"https://member{number}.example.org"
        one = entity(None if number % 40 == 0 else service, name=name)
        sent += len(one)
        yield one + b"\n"
    yield b"</EntitiesDescriptor>"


def _wrapped(text: str) -> str:
    return "\n".join(text[at : at + 64] for at in range(0, len(text), 64))
