"""The reservation of text and data mining, as "TDM Reservation Protocol (TDMRep)" has it, Final Community Group Report
of the W3C of 10 May 2024: the file of a host, the header and the meta of a page."""

from __future__ import annotations

import json
from dataclasses import dataclass

from protego import Protego

from sources.polite.metas import Pairs

PATH = "/.well-known/tdmrep.json"
RESERVATION, POLICY = "tdm-reservation", "tdm-policy"
_MAX_RULES = 2_000  # each may have to be tried on each page: 2 ms for so many
_LONGEST_POLICY = 300


@dataclass(frozen=True)
class Reservation:
    """What is said of a page. `reserved`: None where nothing is. `policy`: address of the terms. `where` it stands."""

    reserved: bool | None = None
    policy: str | None = None
    where: str = ""

    def over(self, earlier: Reservation) -> Reservation:
        """Both together: this one supersedes the earlier in what it says ("the absence of tdm-reservation and
        tdm-policy must not reset current values")."""
        said = self if self.reserved is not None else earlier
        return Reservation(said.reserved, self.policy or earlier.policy, said.where)

    def __str__(self) -> str:
        return f"{RESERVATION}: 1 ({self.where})" + (f", policy {self.policy}" if self.policy else "")


@dataclass(frozen=True)
class Rule:
    """A pattern of paths, and what a host's file says of them."""

    location: str
    says: Reservation
    pattern: Protego

    def matches(self, url: str) -> bool:
        """Whether the URL's path and query begin as the pattern says. The report asks for the matching of robots.txt
        as Google does it (`*`, `$`, case-sensitive, %-encoding undone): the parser of robots.txt does it, in linear
        time, which a pattern made into a regular expression would not have."""
        return not self.pattern.can_fetch(url, "x")


def parse(text: str) -> tuple[Rule, ...]:
    """The rules of a tdmrep.json in their order. A file that is not JSON has none; a rule without a location, or with
    another value than 0 or 1, is passed over (both are protocol errors: nothing is said then). What is surely meant is
    read: an object for a list of one, true and "1" for 1, a whole address for its path."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    listed = value if isinstance(value, list) else [value]
    rules = (_rule(each) for each in listed[:_MAX_RULES] if isinstance(each, dict))
    return tuple(rule for rule in rules if rule is not None)


def by_file(rules: tuple[Rule, ...], url: str) -> Reservation:
    """What a host's file says of this URL: the first rule that matches counts."""
    return next((rule.says for rule in rules if rule.matches(url)), Reservation())


def by_pairs(pairs: Pairs, where: str) -> Reservation:
    """What headers, or metas, say. Of several that contradict each other, the reservation counts."""
    values = [value.strip() for name, each in pairs if name.lower() == RESERVATION for value in each.split(",")]
    meanings = {_meaning(value) for value in values} - {None}
    policies = [value.strip() for name, value in pairs if name.lower() == POLICY and value.strip()]
    return Reservation(any(meanings) if meanings else None, policies[0][:_LONGEST_POLICY] if policies else None, where)


def _meaning(value: object) -> bool | None:
    """1 reserved, 0 not, anything else nothing."""
    return {"1": True, "true": True, "0": False, "false": False}.get(str(value).strip().lower())


def _rule(value: dict[str, object]) -> Rule | None:
    location, reserved, policy = value.get("location"), _meaning(value.get(RESERVATION)), value.get(POLICY)
    if not isinstance(location, str) or not location.strip() or reserved is None:
        return None
    path = _path(location.strip())
    pattern = Protego.parse(f"User-agent: *\nDisallow: {path}")
    terms = policy.strip()[:_LONGEST_POLICY] if isinstance(policy, str) and policy.strip() else None
    return Rule(path, Reservation(reserved, terms, f"tdmrep.json, {path[:100]}"), pattern)


def _path(location: str) -> str:
    """The pattern as a line of robots.txt can hold it: from the root, without blanks, `#` for itself."""
    if location.startswith(("https://", "http://")):
        location = "/" + location.split("://", 1)[1].partition("/")[2]
    location = "".join(location.split()).replace("#", "%23")
    return location if location.startswith(("/", "*")) else f"/{location}"
