"""GPX and TCX documents to columns: a columnar tokenizer, and lxml for what it declines.

`read.read_document` is the door; `grammar` says which elements matter, `scalars` reads one
value exactly, `columns` a whole column of them, `tokens` is the fast path, `tree` the exact one,
`salvage` reads damaged documents, and `clean` makes samples of the points.
"""
