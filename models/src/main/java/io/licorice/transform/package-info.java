/** The codec families, one class each: pictures to quantised latents and back. */
package io.licorice.transform;
