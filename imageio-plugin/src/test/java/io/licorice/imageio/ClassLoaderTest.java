package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.PictureMetadata;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;

/**
 * The plug-in in a class loader of its own, as in a web application: it comes and goes. Only the
 * header is read: ONNX Runtime, once loaded, stays until the JVM ends, by a shutdown hook of its
 * own.
 */
class ClassLoaderTest {
  private static URL[] classPath() {
    return Arrays.stream(ChildJvm.classPath().split(File.pathSeparator))
        .map(ClassLoaderTest::url)
        .toArray(URL[]::new);
  }

  private static URL url(String path) {
    try {
      return new File(path).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<String> readersOf(ClassLoader loader) {
    List<String> found = new ArrayList<>();
    IIORegistry.getDefaultInstance()
        .getServiceProviders(ImageReaderSpi.class, true)
        .forEachRemaining(
            spi -> {
              if (spi.getClass().getClassLoader() == loader) {
                found.add(spi.getClass().getSimpleName());
              }
            });
    return found;
  }

  /** Registers, uses and deregisters the plug-in of another class loader. */
  private static WeakReference<ClassLoader> comeAndGo(byte[] file) throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      Class<?> plugin = loader.loadClass(LicPlugin.class.getName());
      assertThat(plugin.getClassLoader()).isSameAs(loader);
      plugin.getMethod("register").invoke(null);
      plugin.getMethod("register").invoke(null);
      assertThat(readersOf(loader))
          .containsExactlyInAnyOrder("LicImageReaderSpi", "LvcImageReaderSpi");
      use(loader, file);
      plugin.getMethod("deregister").invoke(null);
      plugin.getMethod("deregister").invoke(null);
      assertThat(readersOf(loader)).isEmpty();
      return new WeakReference<>(loader);
    }
  }

  private static void use(ClassLoader loader, byte[] file) throws Exception {
    ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(file));
    List<ImageReader> readers = new ArrayList<>();
    ImageIO.getImageReaders(stream).forEachRemaining(readers::add);
    ImageReader own =
        readers.stream().filter(r -> r.getClass().getClassLoader() == loader).findFirst().get();
    own.setInput(stream);
    assertThat(own.getWidth(0)).isEqualTo(16);
    assertThat(own.getImageMetadata(0).getAsTree("io_licorice_lic_image_1.0").getNodeName())
        .isEqualTo("io_licorice_lic_image_1.0");
    own.dispose();
  }

  @Test
  void pluginOfAClassLoader_comesAndGoesAndIsCollected() throws Exception {
    byte[] file = Blocks.write(PictureMetadata.NONE.withIcc(TestProfiles.adobeRgb()));
    // As containers do: whoever asks first is kept by the JDK's registry as the access context.
    ImageIO.scanForPlugins();
    WeakReference<ClassLoader> loader = comeAndGo(file);
    for (int i = 0; i < 50 && loader.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertThat(loader.get()).isNull();
    assertThat(readersOf(LicPlugin.class.getClassLoader())).contains("LicImageReaderSpi");
  }
}
