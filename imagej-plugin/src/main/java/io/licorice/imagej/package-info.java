/** Reserved for the ImageJ and Fiji plug-in, which does not exist yet. */
package io.licorice.imagej;
