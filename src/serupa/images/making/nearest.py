"""The small graphs that compare many vectors with a few: whole numbers in, the largest product out.

ONNX Runtime multiplies bytes faster than numpy multiplies floats; a few nodes are all it takes.
Needs the package ``onnx``.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

NAMES = {"nearest.onnx": False, "deducted.onnx": True}
"""The files of the graph without deductions and of that with them."""


def build(*, deducting: bool) -> bytes:
    """The graph: ``stored`` (n × d bytes, 128 is zero), ``asked`` (d × q signed bytes) and
    ``shape`` (-1, rows of a mark × q) to ``best``, the largest product of each mark.

    ``deducting``: also ``less`` (off the products of several rows: a long row is deducted many
    times faster than a short one) and ``wide`` (-1, length of ``less``).
    """
    less = (
        helper.make_node("Reshape", ["products", "wide"], ["several"]),
        helper.make_node("Sub", ["several", "less"], ["deducted"]),
    )
    more = (
        helper.make_tensor_value_info("less", TensorProto.INT32, ["many"]),
        helper.make_tensor_value_info("wide", TensorProto.INT64, [2]),
    )
    last = "deducted" if deducting else "products"
    graph = helper.make_graph(
        [
            helper.make_node("MatMulInteger", ["stored", "asked", "middle"], ["products"]),
            *(less if deducting else ()),
            helper.make_node("Reshape", [last, "shape"], ["of_marks"]),
            helper.make_node("ReduceMax", ["of_marks"], ["best"], axes=[1], keepdims=0),
        ],
        "nearest",
        [
            helper.make_tensor_value_info("stored", TensorProto.UINT8, ["n", "d"]),
            helper.make_tensor_value_info("asked", TensorProto.INT8, ["d", "q"]),
            helper.make_tensor_value_info("shape", TensorProto.INT64, [2]),
            *(more if deducting else ()),
        ],
        [helper.make_tensor_value_info("best", TensorProto.INT32, ["marks"])],
        [numpy_helper.from_array(np.array(128, np.uint8), "middle")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def write(folder: Path) -> None:
    """Write both graphs to a folder."""
    for name, deducting in NAMES.items():
        (folder / name).write_bytes(build(deducting=deducting))
