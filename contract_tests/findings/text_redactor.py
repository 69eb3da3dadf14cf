"""Redaction of secrets: all output contains a shell variable in place of each secret.

A replay therefore still works for anyone who has the secrets: `export X_API_KEY=...`.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from contract_tests.client.exchange import Exchange, Request
from contract_tests.client.target import UNKNOWN_TOKEN

SENSITIVE = re.compile(r"auth|cookie|token|secret|key|session|password|credential", re.IGNORECASE)
"""Pattern of header names whose values are secret."""

FIELD = r"[\w.-]{0,40}(?:token|secret|password|credential|api[-_]?key|authorization)[\w.-]{0,40}"
"""Pattern of parameter and field names whose values are secret."""

NAMED_FIELD = re.compile(FIELD, re.IGNORECASE)

IN_A_BODY = re.compile(rf'"({FIELD})"\s*:\s*"((?:[^"\\]|\\.)+)"', re.IGNORECASE)

IN_A_FORM = re.compile(rf"(?:^|[?&#;])({FIELD})=([^&#;\s\"']+)", re.IGNORECASE)
"""Secret fields of a form, a query or the fragment of a URL."""

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
"""Sign of truncation, which may have split a secret before it."""

MIN_SECRET_CHARS = 6
"""Minimum length of a secret that is searched for in texts; shorter ones would match unrelated text."""

SEPARATOR = r"(?:[\s\x00-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\\[nrt])*"
"""Characters that may split a secret: blanks, line breaks (also escaped ones) and invisible characters."""

WRITTEN_OTHERWISE = {
    " ": ("+",),
    '"': ("&quot;", "&#34;"),
    "'": ("&#39;", "&apos;"),
    "&": ("&amp;",),
    "<": ("&lt;",),
    ">": ("&gt;",),
}
"""Alternative escapes of characters."""

MAX_SPACED_CHARS = 200
"""Maximum length of a secret that is also searched for in split and unusual encodings."""

COOKIE_ATTRIBUTES = ("path", "domain", "expires", "max-age", "samesite")

NO_NAME = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True)
class TextRedactor:
    """Secrets and the variables that replace them."""

    variables: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Variables such as `$X_API_KEY`, by the secret they replace."""

    @classmethod
    def of(cls, identities: Sequence[Mapping[str, str]]) -> "TextRedactor":
        """Return the masks for the headers of both owners, and for their cookies.

        Equal values share a variable, that of a header if there is one.
        """
        variables: dict[str, str] = {}
        owners = [*zip(("", "OTHER_"), identities, strict=False)]
        for prefix, headers in owners:
            for name, value in headers.items():
                variables.setdefault(value, variable(prefix + name))
        for prefix, headers in owners:
            for name, value in headers.items():
                for cookie, worth in _crumbs(name, value):
                    variables.setdefault(worth, variable(prefix + cookie))
        return cls(variables)

    def knowing(self, secrets: Iterable[tuple[str, str]]) -> "TextRedactor":
        """Return masks with further names and values. A second value of a name gets a numbered variable."""
        variables = dict(self.variables)
        for name, value in secrets:
            if value not in variables:
                known = set(variables.values())
                words = (
                    variable(name),
                    *(variable(f"{name}_{number}") for number in range(2, len(known) + 3)),
                )
                variables[value] = next(word for word in words if word not in known)
        return self if len(variables) == len(self.variables) else replace(self, variables=variables)

    def text(self, text: str) -> str:
        if not self._forms:
            return text
        text = self._pattern.sub(self._name, text)
        return self._cut(text) if ELLIPSIS in text else text

    def _cut(self, text: str) -> str:
        """Replace the beginning of a secret that was truncated."""
        *heads, last = text.split(ELLIPSIS)
        return ELLIPSIS.join([*map(self._whole, heads), last])

    def _whole(self, head: str) -> str:
        for form, name in self._forms.items():
            for secret in dict.fromkeys((form, json.dumps(form)[1:-1], quote(form), quote_plus(form))):
                for size in range(min(len(secret), len(head)), MIN_SECRET_CHARS - 1, -1):
                    if head.endswith(secret[:size]):
                        return head[:-size] + name
        return head

    def request(self, request: Request) -> Request:
        headers = {self.text(name): self.header(name, value) for name, value in request.headers.items()}
        body = self.text(request.body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
        url, base = self.text(request.url), self.text(request.base)
        method = self.text(request.method)
        return replace(request, method=method, url=url, headers=headers, body=body, base=base)

    def header(self, name: str, value: str) -> str:
        if value in self.variables:
            return self.variables[value]
        if UNKNOWN_TOKEN in value:
            return value  # a replay must not send the user's credentials instead
        return variable(name) if SENSITIVE.search(name) and value else self.text(value)

    @cached_property
    def _forms(self) -> Mapping[str, str]:
        """All forms of the secrets with their variables, longest first."""
        forms = {
            form: name
            for value, name in self.variables.items()
            for form in parts(value)
            if len(form) >= MIN_SECRET_CHARS
        }
        return dict(sorted(forms.items(), key=lambda pair: -len(pair[0])))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Pattern with one group for each form."""
        return re.compile("|".join(f"({_written(form)})" for form in self._forms), re.IGNORECASE)

    def _name(self, found: re.Match[str]) -> str:
        return [*self._forms.values()][(found.lastindex or 1) - 1]


def parts(secret: str) -> Iterator[str]:
    """Yield the value, the token after `Bearer`, name and password of `Basic`, and all in Base64."""
    token = secret.rpartition(" ")[2]
    decoded = _decoded(token)
    for part in dict.fromkeys((secret, token, decoded, decoded.partition(":")[2])):
        yield part
        yield from _in_base64(part.encode("utf-8", "surrogateescape"))


def _written(form: str) -> str:
    """Return a pattern of the form: each character unchanged, or as URLs, JSON and HTML may escape it.

    In a long form, letters and digits match only unchanged: no encoding needs to escape them.
    """
    if len(form) > MAX_SPACED_CHARS:
        return "".join(each if each.isalnum() else _any_way(each) for each in form)
    return SEPARATOR.join(map(_any_way, form))


def _any_way(character: str) -> str:
    return f"(?:{'|'.join(_ways(character))})"


def _ways(character: str) -> Iterator[str]:
    """Yield patterns of a character. Double encoding repeats percent signs and backslashes."""
    yield re.escape(character)
    yield "".join(f"%(?:25)*{byte:02x}" for byte in character.encode("utf-8", "surrogateescape"))
    yield rf"\\+u{ord(character):04x}"
    yield from (f"&#{ord(character)};", f"&#x{ord(character):x};")
    if not character.isalnum():
        yield rf"\\+{re.escape(character)}"
    yield from map(re.escape, WRITTEN_OTHERWISE.get(character, ()))


def _decoded(token: str) -> str:
    try:
        decoded = base64.b64decode(token, validate=True).decode()
    except ValueError:
        return ""
    return decoded if ":" in decoded and decoded.isprintable() else ""


def _in_base64(secret: bytes) -> Iterator[str]:
    """Yield the Base64 digits that do not depend on the bytes before and after, in both alphabets."""
    for before, start in enumerate((0, 2, 3)):
        encoded = base64.b64encode(bytes(before) + secret).decode()[start : (before + len(secret)) * 8 // 6]
        if len(encoded) >= MIN_SECRET_CHARS:
            yield from (encoded, encoded.translate(str.maketrans("+/", "-_")))


def secrets_in(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """Yield names and values of the secrets in recorded traffic."""
    for name, value in (*exchange.request.headers.items(), *exchange.headers.multi_items()):
        if value and SENSITIVE.search(name):
            yield name, value
            yield from _crumbs(name, value)
    for url in (exchange.request.url, exchange.headers.get("location", "")):
        yield from _in_a_form(url)
        yield from (("password", form) for form in _passwords(url))
    for body in (exchange.request.body, exchange.response.content):
        text = body.decode("utf-8", "replace")
        for name, written in IN_A_BODY.findall(text):
            yield from ((name, form) for form in dict.fromkeys((written, _unescaped(written))))
    if exchange.request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        yield from _in_a_form("&" + exchange.request.body.decode("utf-8", "replace"))


def _in_a_form(text: str) -> Iterator[tuple[str, str]]:
    """Yield each secret as written and decoded."""
    for name, written in IN_A_FORM.findall(text):
        yield from ((name, form) for form in dict.fromkeys((written, unquote_plus(written))))


def _passwords(url: str) -> tuple[str, ...]:
    """Return the password before the host, as written and decoded."""
    user_and_password, is_there, _ = url.partition("//")[2].partition("/")[0].rpartition("@")
    written = user_and_password.partition(":")[2]
    return tuple(dict.fromkeys((written, unquote(written)))) if is_there and written else ()


def _unescaped(written: str) -> str:
    try:
        return str(json.loads(f'"{written}"'))
    except ValueError:
        return written


def _crumbs(name: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield the names and values of the single cookies in a cookie header."""
    if "cookie" in name.lower():
        for crumb in value.split(";"):
            key, is_one, worth = crumb.strip().partition("=")
            if is_one and key.lower() not in COOKIE_ATTRIBUTES and worth:
                yield key, worth


def variable(header: str) -> str:
    """Return the name of the variable that replaces a header's value."""
    return f"${NO_NAME.sub('_', header).strip('_').upper()}"
