package io.licorice.imageio;

import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageWriterSpi;

/**
 * Registers the plug-in by hand where {@code javax.imageio} does not find it by itself, and takes
 * it out again.
 *
 * <p>{@code javax.imageio} looks for plug-ins once, with the class loader that the calling thread
 * has then. A web application whose class loader comes later calls {@link #register} when it starts
 * and {@link #deregister} when it ends; without the latter the registry keeps the class loader of
 * the ended application alive. (The JDK's registry also keeps whoever makes it by asking first, as
 * most containers do for this reason; and ONNX Runtime, once a picture has been decoded, keeps its
 * class loader until the JVM ends: put the jars into the container's shared class loader if
 * applications come and go.) A jar that was made of several without merging {@code
 * META-INF/services} needs the same call.
 *
 * <p>Safe for use by several threads. Loads no native library.
 *
 * <pre>{@code
 * public void contextInitialized(ServletContextEvent event) {
 *   LicPlugin.register();
 * }
 *
 * public void contextDestroyed(ServletContextEvent event) {
 *   LicPlugin.deregister();
 * }
 * }</pre>
 */
public final class LicPlugin {
  private LicPlugin() {}

  /** Registers readers and writers of this class loader; those that are registered stay so. */
  public static synchronized void register() {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    if (registry.getServiceProviderByClass(LicImageReaderSpi.class) == null) {
      registry.registerServiceProvider(new LicImageReaderSpi(), ImageReaderSpi.class);
    }
    if (registry.getServiceProviderByClass(LvcImageReaderSpi.class) == null) {
      registry.registerServiceProvider(new LvcImageReaderSpi(), ImageReaderSpi.class);
    }
    if (registry.getServiceProviderByClass(LicImageWriterSpi.class) == null) {
      registry.registerServiceProvider(new LicImageWriterSpi(), ImageWriterSpi.class);
    }
    if (registry.getServiceProviderByClass(LvcImageWriterSpi.class) == null) {
      registry.registerServiceProvider(new LvcImageWriterSpi(), ImageWriterSpi.class);
    }
  }

  /** Takes readers and writers of this class loader out of the registry. */
  public static synchronized void deregister() {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    deregister(registry, LicImageReaderSpi.class);
    deregister(registry, LvcImageReaderSpi.class);
    deregister(registry, LicImageWriterSpi.class);
    deregister(registry, LvcImageWriterSpi.class);
  }

  private static <T> void deregister(IIORegistry registry, Class<T> type) {
    T provider = registry.getServiceProviderByClass(type);
    if (provider != null) {
      registry.deregisterServiceProvider(provider);
    }
  }
}
