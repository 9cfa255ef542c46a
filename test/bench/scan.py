"""X @ q with top-k, one query at a time, in milliseconds: scan.py ROWS QUERIES DIMENSIONS TOP, both files float32."""
import json
import sys
import time

import numpy as np

rows_file, queries_file, dimensions, top = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
X = np.fromfile(rows_file, dtype=np.float32).reshape(-1, dimensions)
Q = np.fromfile(queries_file, dtype=np.float32).reshape(-1, dimensions)


def search(q):
    scores = X @ q
    best = np.argpartition(scores, len(scores) - top)[len(scores) - top :]
    return best[np.argsort(-scores[best])]


for q in Q[:10]:
    search(q)
times, first = [], []
for q in Q:
    started = time.perf_counter()
    found = search(q)
    times.append((time.perf_counter() - started) * 1e3)
    first.append(int(found[0]))
print(json.dumps({"version": np.__version__, "ms": float(np.median(times)), "first": first}))
