"""Pure functions: bytes to article to tags to aggregates. No I/O, no Prefect, no DuckDB.

interpret       one document's whole way: page, identity, countries, topics, signature
├── pages/      bytes -> article, or the reason why it is none
├── countries/  the words that name countries, and which of them the article is about
└── topics/     the words that speak for topics, and how surely
rules           what readers need besides the page, and its version
identity        what makes an article that article
reconcile       a batch of outcomes -> one status per document, new revisions
stories         which texts are copies of one
aggregates/     articles and tags -> the numbers of `mart`"""
