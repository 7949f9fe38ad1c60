"""The topics of the data files: their heads and phrases (`seeds`, `phrases`), checked, and compiled to what texts are
scanned with (`taxonomy`, `scanner`); other languages (`languages`); changes of the taxonomy (`crosswalk`)."""
