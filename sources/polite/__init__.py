"""Manners: robots.txt, whose turn it is at a host, patience, and the rights that a publisher reserves."""
