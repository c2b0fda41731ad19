package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;

/** The manifests that the jars get. */
class BundleTest {
  private static Map<String, Attributes> bundles() throws IOException {
    Map<String, Attributes> found = new HashMap<>();
    for (URL url :
        Collections.list(BundleTest.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
      try (InputStream in = url.openStream()) {
        Attributes attributes = new Manifest(in).getMainAttributes();
        String name = attributes.getValue("Bundle-SymbolicName");
        if (name != null) {
          found.put(name, attributes);
        }
      }
    }
    return found;
  }

  @Test
  void bothModules_areOsgiBundles() throws IOException {
    Attributes imageio = bundles().get("io.licorice.imageio");
    assertThat(imageio.getValue("Export-Package")).startsWith("io.licorice.imageio;");
    assertThat(imageio.getValue("Import-Package"))
        .contains("io.licorice.codec", "javax.imageio.spi", "org.w3c.dom")
        .doesNotContain("onnxruntime");
    assertThat(imageio.getValue("SPI-Provider")).isEqualTo("*");
    Attributes models = bundles().get("io.licorice.models");
    assertThat(models.getValue("Export-Package"))
        .contains("io.licorice.codec", "io.licorice.bitstream");
    assertThat(models.getValue("Import-Package")).contains("ai.onnxruntime;resolution:=optional");
  }
}
