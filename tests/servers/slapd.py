"""A throw-away OpenLDAP server with the UCS names in its schema."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Any

from tests.servers.certificates import make_authority
from tests.servers.ports import free_port, wait_for_port
from tests.servers.schema import ucs_schema

ADMIN_PASSWORD = "secret-of-admin"
READER_PASSWORD = "secret-of-reader"
_SLAPD, _SLAPADD = "/usr/sbin/slapd", "/usr/sbin/slapadd"
_SCHEMAS = ("core", "cosine", "nis", "inetorgperson")

_CONFIG = """\
{includes}
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
moduleload refint
moduleload syncprov
pidfile {folder}/slapd.pid
sizelimit {size_limit}
TLSCACertificateFile {folder}/ca.pem
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
database mdb
suffix "{base}"
rootdn "cn=admin,{base}"
rootpw {admin_password}
directory {folder}/db
maxsize 1073741824
dbnosync
index objectClass,entryUUID,uid,uniqueMember,member,univentionObjectType eq
{extra}
access to attrs=userPassword by anonymous auth by * none
access to * by * read
overlay syncprov
overlay refint
refint_attributes member uniqueMember
"""


class Slapd:
    """One server in its own folder; `base` is its suffix. Use it as a context manager.

    `extra` are lines of slapd.conf for the database, before the access rules; `size_limit` is
    what accounts without own limits get (the administrator has none).
    """

    def __init__(
        self, folder: Path, base: str, *, size_limit: str = "unlimited", extra: str = ""
    ) -> None:
        self.folder = folder
        self.base = base
        self.port, self.tls_port = free_port(), free_port()
        self.url = f"ldap://127.0.0.1:{self.port}"
        self.tls_url = f"ldaps://127.0.0.1:{self.tls_port}"
        self.admin = f"cn=admin,{base}"
        self.reader = f"cn=reader,{base}"
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "db").mkdir(parents=True, exist_ok=True)
        self.ca_file = folder / "ca.pem"
        if not self.ca_file.exists():
            make_authority(folder).issue(folder)
        (folder / "ucs.schema").write_text(ucs_schema())
        includes = [f"/etc/ldap/schema/{name}.schema" for name in _SCHEMAS]
        includes.append(f"{folder}/ucs.schema")
        config = _CONFIG.format(
            folder=folder,
            base=base,
            size_limit=size_limit,
            extra=extra,
            admin_password=ADMIN_PASSWORD,
            includes="\n".join(f"include {name}" for name in includes),
        )
        (folder / "slapd.conf").write_text(config)

    def load(self, ldif: Path) -> None:
        """Load a file while the server is stopped; ids in it are kept."""
        config = str(self.folder / "slapd.conf")
        subprocess.run(
            [_SLAPADD, "-q", "-f", config, "-b", self.base, "-l", str(ldif)],
            check=True,
            capture_output=True,
        )

    def load_reader(self) -> None:
        """Load the account `reader`, which may read everything up to the size limit."""
        ldif = self.folder / "reader.ldif"
        ldif.write_text(
            f"dn: {self.reader}\nobjectClass: organizationalRole\n"
            f"objectClass: simpleSecurityObject\ncn: reader\nuserPassword: {READER_PASSWORD}\n\n"
        )
        self.load(ldif)

    def start(self) -> None:
        """Start serving; returns when it accepts connections."""
        self._process = subprocess.Popen(
            [
                _SLAPD,
                "-d",
                "0",
                "-f",
                str(self.folder / "slapd.conf"),
                "-h",
                f"{self.url}/ {self.tls_url}/",
            ],
            stdin=subprocess.DEVNULL,
        )
        wait_for_port(self.port)
        wait_for_port(self.tls_port)
        self._wait_for_an_answer()

    def _wait_for_an_answer(self) -> None:
        """It accepts connections a moment before it serves them."""
        import ldap

        end = monotonic() + 10
        while True:
            try:
                with self.as_admin():
                    return
            except ldap.SERVER_DOWN:
                if monotonic() > end or self._process is None or self._process.poll() is not None:
                    raise
                sleep(0.05)

    def stop(self) -> None:
        """Stop serving, orderly; does nothing if it does not serve."""
        self._end(force=False)

    def kill(self) -> None:
        """Stop serving the hard way."""
        self._end(force=True)

    def _end(self, *, force: bool) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if force:
            process.kill()
        else:
            process.terminate()
        process.wait(timeout=30)

    def __enter__(self) -> "Slapd":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @contextmanager
    def as_admin(self) -> Iterator[Any]:
        """Give a python-ldap connection that may do everything."""
        import ldap

        opened = ldap.initialize(self.url)
        opened.simple_bind_s(self.admin, ADMIN_PASSWORD)
        try:
            yield opened
        finally:
            opened.unbind_s()

    def add(self, dn: str, **attributes: str | list[str] | bytes) -> None:
        """Add an entry."""
        pairs = [(name, _values(value)) for name, value in attributes.items()]
        with self.as_admin() as opened:
            opened.add_s(dn, pairs)

    def replace(self, dn: str, **attributes: str | list[str] | bytes) -> None:
        """Replace attributes; an empty list removes one."""
        import ldap

        changes = [
            (ldap.MOD_REPLACE, name, _values(value) or None) for name, value in attributes.items()
        ]
        with self.as_admin() as opened:
            opened.modify_s(dn, changes)

    def rename(self, dn: str, rdn: str, parent: str | None = None) -> None:
        """Give an entry another name, or another parent too."""
        with self.as_admin() as opened:
            opened.rename_s(dn, rdn, newsuperior=parent)

    def delete(self, dn: str) -> None:
        """Delete an entry."""
        with self.as_admin() as opened:
            opened.delete_s(dn)


def copy_slapd(template: Slapd, folder: Path, *, size_limit: str = "unlimited") -> Slapd:
    """Return a stopped server with the data and certificates of a stopped template."""
    folder.mkdir(parents=True, exist_ok=True)
    # cp, because the database is a sparse file as large as it may ever become
    subprocess.run(["/bin/cp", "-a", f"{template.folder}/.", str(folder)], check=True)
    return Slapd(folder, template.base, size_limit=size_limit)


def _values(value: str | list[str] | bytes) -> list[bytes]:
    if isinstance(value, bytes):
        return [value]
    return [item.encode() for item in ([value] if isinstance(value, str) else value)]
