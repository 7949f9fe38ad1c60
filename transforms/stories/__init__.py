"""Copies of one text, and the stories they make.

A copy is another outlet's printing of the same text: with a lead of its own, cut short, moved about, lightly edited, or
with the outlet's own words around it. Two reports of one event in different words are no copies, and neither are two
texts from one template (weather, market closes, press releases of one firm) whose facts differ.

    shingles    word shingles as 64-bit hashes
    signature   what the warehouse keeps of a text, so that candidates are found by a join
    copies      whether two candidates are copies, decided on the texts
    clusters    who belongs together, and what the story is called
    credits     whom a text names as its origin
"""

from transforms.stories.clusters import Groups, cluster, link, story_id
from transforms.stories.copies import are_copies
from transforms.stories.credits import CreditedText, Outlet, origins
from transforms.stories.signature import signature

__all__ = ["CreditedText", "Groups", "Outlet", "are_copies", "cluster", "link", "origins", "signature", "story_id"]
