"""Groups and regions in a text: every mention with its span and rule, apart from the countries that belong to them.

tagger      the mentions
overlaps    words that a country and a region claim: the longer name has them"""

from transforms.regions.overlaps import part_countries
from transforms.regions.tagger import tag_regions

__all__ = ["part_countries", "tag_regions"]
