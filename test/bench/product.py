"""One matrix product of all queries and all rows, in milliseconds: product.py ROWS QUERIES DIMENSIONS, both files float32."""
import json
import sys
import time

import numpy as np

dimensions = int(sys.argv[3])
X = np.fromfile(sys.argv[1], dtype=np.float32).reshape(-1, dimensions)
Q = np.fromfile(sys.argv[2], dtype=np.float32).reshape(-1, dimensions)
times = []
for _ in range(7):
    started = time.perf_counter()
    Q @ X.T
    times.append((time.perf_counter() - started) * 1e3)
print(json.dumps({"version": np.__version__, "ms": float(np.median(times))}))
