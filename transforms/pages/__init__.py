"""Reading a page: bytes to an article, or to the reason why it is none. In the order of the work:

decode          bytes -> text: kind of file, charset, repairs
extract         text -> Article or Rejection; the door for everyone outside
├── html_read   an HTML page: parsed once (lexbor), then read by the modules beside it
│   ├── html_guard      what would make a parser slow is dropped before it
│   ├── html_data       meta tags, links, JSON-LD: what the page says of itself
│   ├── html_scan       one pass over the tree: texts in order, boxes around them
│   ├── html_body       the first reader: which of the texts are the article
│   ├── html_names      the class names by which pages tell what a box is
│   ├── sureness        how likely the first reader's text is right
│   ├── html_second     the second reader (trafilatura), where the first is not sure of itself
│   ├── html_top        authors and sections that the page shows above its body (html_signed: without a telling box)
│   └── html_dates, html_captions
├── plaintext   a plain text with the page's furniture around it (plain_lines, plain_top)
├── metadata    title, sections, keywords, address; bylines: the authors as people (byline_words)
├── dates       candidates -> publication and modification
└── kinds       is it an article; article_kinds: of which kind (kind_words)
clean, furniture, language, months, patterns, notes    what they share"""
