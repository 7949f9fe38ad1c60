"""The `desk` command, a module per group of verbs. What a verb needs is imported inside it: short verbs stay short."""
