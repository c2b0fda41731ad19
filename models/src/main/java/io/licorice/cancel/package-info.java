/** Ends long work early, wherever in it a thread is. */
package io.licorice.cancel;
