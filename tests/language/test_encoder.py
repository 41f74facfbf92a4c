"""The encoder on the processor at hand."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numpy as np
import onnxruntime as ort

from dragoman.language.encoder import session

WEIGHTS = Path(str(resources.files("dragoman.reading"))) / "weights" / "encoder.onnx"


def test_sums_of_int8_do_not_overflow_where_a_processor_has_no_vnni() -> None:
    options = ort.SessionOptions()
    options.add_session_config_entry("session.x64quantprecision", "1")
    exact = ort.InferenceSession(str(WEIGHTS), options, providers=["CPUExecutionProvider"])
    ids = {"input_ids": np.arange(1000, 1200, dtype=np.int64)[None]}
    ((ours,), (wanted,)) = session(WEIGHTS).run(None, ids), exact.run(None, ids)
    np.testing.assert_allclose(ours, wanted, atol=1e-3)
