"""cndetector 0.6: its memetic search as it comes, for so many seconds, on two threads."""

from __future__ import annotations

import json
import sys

from cndetector import MaxRuntime, Model

asked = json.load(sys.stdin)
model = Model()
for one, other in asked["ties"]:
    model.add_edge(one, other)
found = model.solve(
    budget=asked["budget"], stopping_criterion=MaxRuntime(asked["seconds"]), display=False
)
print(json.dumps({"value": found.best_obj_value, "seconds": found.best_found_at_time}))
