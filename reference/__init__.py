"""What the world is called: countries, the gazetteer of names for them, the taxonomy of topics. Data files in `data/`
that people review, and typed loaders. Importing the package reads nothing."""
