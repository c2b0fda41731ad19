/**
 * The doors through which ImageJ and SciJava come in. Compiled for Java 8, and without a reference
 * to any class that is not.
 */
package io.licorice.imagej.launch;
