"""Great Expectations suites, the gate and the audit. Importing this room imports no Great Expectations (5-10 s)."""
