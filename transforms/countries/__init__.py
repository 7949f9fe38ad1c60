"""Countries in a text: every mention with its span and rule, and which of them it is about. In the order of work:

scan        candidates: the gazetteer's names found in one pass, longest first
rules       what only looks like a country: seas, companies, persons, teams, dishes
beside      what the words beside a candidate settle: the place named right after it, its neighbour in a list
support     what the document is sure of: countries, persons, whose local news it is
senses      what the document settles: state or country, city or government
towns       small places, where the document supports them
salience    shares, and the focus
tagger      all of it"""

from transforms.countries.tagger import latin, tag_countries, tag_plain

__all__ = ["latin", "tag_countries", "tag_plain"]
