/** Finds model packs and runs their graphs with ONNX Runtime on the devices at hand. */
package io.licorice.runtime;
