"""Every table once, the records that travel between stages, and the words for what can happen to a document."""
