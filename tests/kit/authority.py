"""A certificate authority for one test run, made with the openssl command."""

import ssl
import subprocess

NEW_KEY = ("-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")


class Authority:
    """A certificate authority for one test run; what it makes lies in `folder`."""

    def __init__(self, folder):
        self.folder = folder
        self._run("req", "-x509", *NEW_KEY, *self._named("ca"), "-days", "2")

    def host(self, name, *, owner="IP:127.0.0.1", days=2):
        """A server's TLS context; fewer than no days make an expired certificate."""
        usage = self.folder / f"{name}.ext"
        usage.write_text(f"subjectAltName={owner}\nbasicConstraints=critical,CA:FALSE\n")
        key, request = self.folder / f"{name}.key", self.folder / f"{name}.csr"
        self._run("req", *NEW_KEY, "-subj", "/CN=host", "-keyout", key, "-out", request)
        given = (
            "-CA",
            self.folder / "ca.pem",
            "-CAkey",
            self.folder / "ca.key",
            "-set_serial",
            "5",
        )
        out = ("-days", str(days), "-extfile", usage, "-out", self.folder / f"{name}.pem")
        self._run("x509", "-req", "-in", request, *given, *out)
        return self.serving(name)

    def serving(self, name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        return context

    def trusted(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(self.folder / "ca.pem")
        return context

    def _named(self, name):
        out = ("-out", self.folder / f"{name}.pem", "-keyout", self.folder / f"{name}.key")
        return ("-subj", f"/CN=Test {name}", *out)

    @staticmethod
    def _run(*command):
        subprocess.run(["openssl", *command], check=True, capture_output=True)
