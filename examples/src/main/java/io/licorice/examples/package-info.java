/** The {@code lic} command line tool and small programs that show how to use the library. */
package io.licorice.examples;
