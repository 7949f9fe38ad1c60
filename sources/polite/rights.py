"""What a publisher reserves in a page: to be kept in no index, as no copy, or out of text and data mining.

| said by | where | means |
|---|---|---|
| `noindex`, `none`, `unavailable_after` a day gone by | `X-Robots-Tag` header, `<meta name="robots">` | NOINDEX |
| `noarchive`, `nocache` | the same | NOARCHIVE |
| `tdm-reservation: 1` | header, `<meta>`, `/.well-known/tdmrep.json` | TDM_RESERVED |

Robots tags, as Google's "Robots meta tag, data-nosnippet, and X-Robots-Tag specifications" has them: header and meta
count alike and add up, so that the strictest of all that is said to us or to everyone holds; what is said to another
crawler by name is not for us. `nosnippet`, `nofollow`, `noimageindex`, `max-…` and the like speak of how results are
shown, not of whether a page may be read: no refusal. `nocache` is Bing's word for noarchive.

Reservations, as TDMRep has them ("Processing priority"): what the meta says supersedes the header, the header the file;
what is silent supersedes nothing. Only a page that the file reserves is not asked for in the first place, so that
nothing of it is copied; a header or meta that would have allowed it is then not heard.

All this is of pages. Feeds and sitemaps are not asked: they often say noindex of themselves, so that searches find the
pages and not the list."""

from __future__ import annotations

from datetime import datetime

from contracts.reasons import Reason
from core.clock import Clock, utc_now
from sources.http.fetcher import Answer, Fetcher, FetchFailure
from sources.polite import robots_tags, tdmrep
from sources.polite.asking import Asker
from sources.polite.gate import HostGate
from sources.polite.host_files import HostFiles, Manner
from sources.polite.memory import HostMemory, RunMemory
from sources.polite.metas import named_metas
from sources.polite.robots import Robots, product_token
from sources.polite.tdmrep import Reservation, Rule

Refused = tuple[Reason, str]  # why, and in the publisher's words

_AT_ONCE, _SILENT = Manner(), Reservation()


class Rights:
    """The reservations of all hosts that a run meets; shared by its threads.

    tdmrep.json is asked for once per host and day, in the host's turn, before the first page. No file (4xx), or one
    that says nothing of a page, is no reservation. Where it cannot be had (5xx, no connection), the last answer that is
    remembered counts, however old: a reservation stands until the host takes it back. Without one there is none, for
    this run: the report has it so ("failure to provide access to such a representation implies that the origin server
    does not implement this protocol"), and headers and meta of each page still count."""

    def __init__(
        self,
        fetcher: Fetcher,
        gate: HostGate,
        robots: Robots,
        *,
        memory: HostMemory | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self._clock, self._robots, self._agent = clock, robots, product_token(fetcher.limits.user_agent)
        self._files: HostFiles[tuple[Rule, ...]] = HostFiles(
            tdmrep.PATH, tdmrep.parse, Asker(fetcher, gate, clock), memory or RunMemory()
        )

    def before(self, url: str, manner: Manner = _AT_ONCE) -> Refused | None:
        """Whether the host's tdmrep.json reserves this page, so that it is not to be asked for at all. May make one
        request, in the host's turn and as `manner` says; not where robots.txt forbids that address. A host that is
        not to be asked now (its breaker is open, the run was stopped) gives None: the page's own turn will say so."""
        if not self._robots.verdict(self._files.address(url), manner=manner).allowed:
            return None
        rules = self._files.get(url, manner)
        if isinstance(rules, FetchFailure):
            rules = self._files.latest(url) or ()
        said = tdmrep.by_file(rules, url)
        return (Reason.TDM_RESERVED, str(said)) if said.reserved else None

    def refusal(self, answer: Answer, *, captured: bool = False) -> Refused | None:
        """What its publisher has against keeping this page: file, headers and head together, without a request.
        `captured`: it is of someone else's archive, and the host's file of today says nothing of it."""
        rules = () if captured else self._files.latest(answer.final_url) or ()
        return refusal_of(answer, self._agent, self._clock(), tdmrep.by_file(rules, answer.final_url))


def refusal_of(answer: Answer, agent: str, now: datetime, file: Reservation = _SILENT) -> Refused | None:
    """What headers and head of a page have against its being kept. `agent` is our product token, `file` what the host's
    tdmrep.json says of it. A reservation is named before a noindex, a noindex before a noarchive."""
    metas = named_metas(answer.body, (robots_tags.META, agent, tdmrep.RESERVATION, tdmrep.POLICY))
    header, meta = tdmrep.by_pairs(answer.headers, "header"), tdmrep.by_pairs(metas, "meta")
    said = meta.over(header.over(file))
    if said.reserved:
        return Reason.TDM_RESERVED, str(said)
    return robots_tags.refusal_by_tags(answer.headers, metas, agent, now)
