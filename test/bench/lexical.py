"""bm25s on tokens as they are, in milliseconds a query: lexical.py DOCUMENTS QUERIES TOP, a line each, tokens apart by spaces."""
import json
import sys
import time

import bm25s


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [line.split(" ") for line in file.read().splitlines()]


def measure(backend, documents, queries, top):
    """The quicker of asking one by one (median) and all at once (mean); none where the backend is not installed."""
    try:
        retriever = bm25s.BM25(method="lucene", k1=1.2, b=0.75, backend=backend)
        retriever.index(documents, show_progress=False)
        retriever.retrieve(queries[:10], k=top, show_progress=False)
    except ImportError:
        return None
    times = []
    for query in queries:
        started = time.perf_counter()
        retriever.retrieve([query], k=top, show_progress=False)
        times.append((time.perf_counter() - started) * 1e3)
    started = time.perf_counter()
    retriever.retrieve(queries, k=top, show_progress=False)
    together = (time.perf_counter() - started) * 1e3 / len(queries)
    return min(sorted(times)[len(times) // 2], together)


asked = lines(sys.argv[1]), lines(sys.argv[2]), int(sys.argv[3])
print(json.dumps({"version": bm25s.__version__, "ms": measure("numpy", *asked), "numba_ms": measure("numba", *asked)}))
