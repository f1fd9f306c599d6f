"""An independent reader of the stand-in: zeep, on the WSDL that the stand-in serves."""

from typing import Any

import zeep

NAMESPACE = "http://soap.admin.openexchange.com"
COPY = "http://soap.copy.user.admin.openexchange.com"
MASTER = {"login": "oxadminmaster", "password": "secret"}
ADMIN = {"login": "oxadmin", "password": "admin-pw"}
CTX = {"id": 10}


def service(url: str, name: str) -> Any:
    """A proxy of one service, made from nothing but its WSDL."""
    client = zeep.Client(f"{url}/webservices/{name}?wsdl")
    return client.create_service(binding_of(name), f"{url}/webservices/{name}")


def binding_of(name: str) -> str:
    """The qualified name of a service's binding."""
    return f"{{{COPY if name == 'OXUserCopyService' else NAMESPACE}}}{name}SoapBinding"


def person(name: str, **fields: Any) -> dict[str, Any]:
    """A complete new user."""
    mail = f"{name}@example.org"
    values: dict[str, Any] = {
        "name": name,
        "display_name": f"{name} Müller",
        "password": "pw",
        "given_name": name,
        "sur_name": "Müller",
        "primaryEmail": mail,
        "email1": mail,
    }
    return values | fields
