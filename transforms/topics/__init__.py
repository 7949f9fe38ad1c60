"""Topics of a text: phrases found word by word (`words`), weighed and summed to scores (`tagger`)."""

from transforms.topics.tagger import tag_topics

__all__ = ["tag_topics"]
