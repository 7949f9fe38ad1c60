"""What we know before we read: countries, regions and topics, as data files with typed loaders."""
