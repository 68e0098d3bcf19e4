"""The small graph that compares many vectors with a few: whole numbers in, their products out.

ONNX Runtime multiplies bytes faster than numpy multiplies floats; one node is all it takes.
Needs the package ``onnx``.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def build() -> bytes:
    """The graph: ``stored`` (n × d bytes, 128 is zero) and ``asked`` (d × q signed bytes) to
    ``products`` (n × q whole numbers)."""
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["stored", "asked", "middle"], ["products"])],
        "products",
        [
            helper.make_tensor_value_info("stored", TensorProto.UINT8, ["n", "d"]),
            helper.make_tensor_value_info("asked", TensorProto.INT8, ["d", "q"]),
        ],
        [helper.make_tensor_value_info("products", TensorProto.INT32, ["n", "q"])],
        [numpy_helper.from_array(np.array(128, np.uint8), "middle")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def write(folder: Path) -> None:
    """Write the graph to a folder."""
    (folder / "products.onnx").write_bytes(build())
