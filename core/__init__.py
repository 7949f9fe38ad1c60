"""What every room stands on: settings, errors, ids, urls, clock, files, the process pool. Imports nothing of ours."""

VERSION = "0.1.0"
