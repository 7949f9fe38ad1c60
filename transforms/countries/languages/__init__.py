"""Countries in texts of other languages than English: candidates by the language's own boundaries, prefixes, suffixes
and forms (`scan`), and what the document makes of the few that are ambiguous (`judge`). What comes out are the same
verdicts as in English, so that evidence and salience are the same."""

from transforms.countries.languages.judge import judge
from transforms.countries.languages.scan import scan_language

__all__ = ["judge", "scan_language"]
