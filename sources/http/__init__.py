"""HTTP as a careful guest: one request at a time to a checked address, within limits whatever the server does."""
