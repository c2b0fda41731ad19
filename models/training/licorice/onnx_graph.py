"""Writes ONNX graphs layer by layer: weights as 16-bit floats or 8-bit integers, no tracing, any PyTorch version."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from .config import SLOPE
from .exact import ExactResidualBlock
from .nets import ResidualBlock

OPSET = 17
IR_VERSION = 8


class GraphBuilder:
    """Collects nodes; values are known by name. Counts multiplications for each position of the graph's input."""

    def __init__(self, name: str, inputs: dict[str, list]):
        self.name = name
        self.inputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in inputs.items()]
        self.nodes: list = []
        self.initializers: list = []
        self.constants: dict[tuple, str] = {}
        self.counter = 0
        self.metadata: dict[str, str] = {}
        self.macs: list[tuple[float, float]] = []  # (multiplications a position, positions a picture pixel)

    def fresh(self, stem: str) -> str:
        self.counter += 1
        return f"{stem}_{self.counter}"

    def node(self, operator: str, inputs: list[str], **attributes) -> str:
        output = self.fresh(operator.lower())
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def split(self, x: str, parts: int | list[int]) -> list[str]:
        """So many equal parts of the channels, or parts of these sizes."""
        sizes = parts if isinstance(parts, list) else []
        outputs = [self.fresh("split") for _ in range(len(sizes) or parts)]
        inputs = [x, self.as_stored(np.array(sizes, dtype=np.int64))] if sizes else [x]
        self.nodes.append(helper.make_node("Split", inputs, outputs, axis=1))
        return outputs

    def constant(self, value: np.ndarray, stored=None) -> str:
        """An initialiser, one for all that are equal; of another type it is cast to float when the session is made."""
        array = np.ascontiguousarray(value, dtype=stored or np.float32)
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self.constants:
            name = self.fresh("w")
            self.initializers.append(numpy_helper.from_array(array, name))
            self.constants[key] = name if stored is None else self.node("Cast", [name], to=TensorProto.FLOAT)
        return self.constants[key]

    def as_stored(self, value: np.ndarray) -> str:
        """An initialiser of the array's own type, one for all that are equal."""
        key = ("stored", value.dtype.str, value.shape, value.tobytes())
        if key not in self.constants:
            self.constants[key] = self.fresh("n")
            self.initializers.append(numpy_helper.from_array(value, self.constants[key]))
        return self.constants[key]

    def weights(self, weight: np.ndarray, stored) -> str:
        """A convolution's weights, in the form in which they are to be stored."""
        return self.constant(weight, stored)

    @classmethod
    def kept(cls, weight: np.ndarray) -> np.ndarray:
        """What is left of the weights of a convolution in floats."""
        return weight.astype(np.float16)

    def convolution(
        self, x: str, weight: np.ndarray, bias, scale: float, stride: int = 1, stored=np.float16, pads=None, dilation: int = 1
    ) -> str:
        """scale: how many output positions there are for each pixel of the picture; pads: top, left, bottom, right."""
        kernel = weight.shape[2]
        pads = pads or [kernel // 2 * dilation if stride == 1 else 0] * 4
        self.macs.append((float(np.prod(weight.shape)), scale))
        inputs = [x, self.weights(weight, stored)]
        if bias is not None:
            inputs.append(self.constant(bias))
        dilated = {"dilations": [dilation] * 2} if dilation > 1 else {}
        return self.node("Conv", inputs, kernel_shape=[kernel] * 2, pads=pads, strides=[stride] * 2, **dilated)

    def layer(self, x: str, module: nn.Conv2d, scale: float, unshuffled: int = 1) -> str:
        weight = module.weight.detach().double().numpy()
        if unshuffled > 1:
            weight = depth_order(weight, unshuffled)
        bias = None if module.bias is None else module.bias.detach().numpy()
        return self.convolution(x, weight, bias, scale, dilation=module.dilation[0])

    def leaky(self, x: str) -> str:
        return self.node("LeakyRelu", [x], alpha=SLOPE)

    def shuffle(self, x: str, factor: int) -> str:
        return self.node("DepthToSpace", [x], blocksize=factor, mode="CRD")

    def unshuffle(self, x: str, factor: int) -> str:
        return self.node("SpaceToDepth", [x], blocksize=factor)

    def residual(self, x: str, block: ResidualBlock, scale: float) -> str:
        inner = self.layer(self.leaky(self.layer(x, block.first, scale)), block.second, scale)
        return self.node("Add", [x, inner])

    def sequence(self, x: str, layers: nn.Sequential, scale: float) -> tuple[str, float]:
        unshuffled = 1
        for module in layers:
            if isinstance(module, nn.PixelUnshuffle):
                unshuffled = module.downscale_factor
                x = self.unshuffle(x, unshuffled)
                scale /= unshuffled**2
                continue
            if isinstance(module, nn.PixelShuffle):
                x = self.shuffle(x, module.upscale_factor)
                scale *= module.upscale_factor**2
            elif isinstance(module, nn.LeakyReLU):
                x = self.leaky(x)
            elif isinstance(module, (ResidualBlock, ExactResidualBlock)):
                x = self.residual(x, module, scale)
            elif isinstance(module, nn.Conv2d):
                x = self.layer(x, module, scale, unshuffled)
            else:
                x = self.other(x, module, scale)
            unshuffled = 1
        return x, scale

    def other(self, x: str, module: nn.Module, scale: float) -> str:
        """A module of a kind that not every network has."""
        raise TypeError(f"no rule for {type(module).__name__}")

    def annotate(self, key: str, value: str) -> None:
        """Metadata of the graph, for those who turn it back into a model."""
        self.metadata[key] = value

    def macs_per_pixel(self) -> float:
        return sum(m * s for m, s in self.macs)

    def finish(self, output: str, name: str, shape: list) -> bytes:
        self.nodes.append(helper.make_node("Identity", [output], [name]))
        result = helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        graph = helper.make_graph(self.nodes, self.name, self.inputs, [result], self.initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="licorice")
        model.ir_version = IR_VERSION
        helper.set_model_props(model, self.metadata)
        onnx.checker.check_model(model)
        return model.SerializeToString()


def depth_places(channels: int, factor: int) -> np.ndarray:
    """For each channel that SpaceToDepth makes of so many ones, its place in the order of PixelUnshuffle."""
    return np.arange(channels * factor**2).reshape(channels, factor**2).T.reshape(-1)


def depth_order(weight: np.ndarray, factor: int) -> np.ndarray:
    """Input channels from PixelUnshuffle's order (channel, position) to SpaceToDepth's (position, channel)."""
    return weight[:, depth_places(weight.shape[1] // factor**2, factor)]
