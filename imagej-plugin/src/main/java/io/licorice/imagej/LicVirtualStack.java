package io.licorice.imagej;

import ij.IJ;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import io.licorice.codec.CodecListener;
import io.licorice.codec.Region;
import java.awt.image.ColorModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A stack whose planes are decoded when they are asked for. As with ImageJ's own virtual stacks,
 * what is drawn into a plane is gone when another one is shown.
 */
final class LicVirtualStack extends VirtualStack {
  private static final long MOST_CACHED_BYTES = 128L << 20;

  private final Planes planes;
  private final Region region;
  private final List<Integer> order = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final Map<Integer, Object> cache;
  private ColorModel colours;

  LicVirtualStack(Planes planes, Region region, List<String> labels) {
    this.planes = planes;
    this.region = region;
    for (int i = 0; i < planes.count(); i++) {
      order.add(i);
      this.labels.add(i < labels.size() ? labels.get(i) : null);
    }
    long bytesOfPlane = (long) region.width() * region.height() * planes.kind().bytes();
    long budget = Math.min(MOST_CACHED_BYTES, Runtime.getRuntime().maxMemory() / 8);
    long capacity = Math.max(2, budget / bytesOfPlane);
    cache =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, Object> eldest) {
            return size() > capacity;
          }
        };
  }

  /** The file behind it. */
  Planes planes() {
    return planes;
  }

  @Override
  public ImageProcessor getProcessor(int number) {
    Object pixels = pixels(number);
    int width = region.width();
    int height = region.height();
    ImageProcessor processor =
        switch (planes.kind()) {
          case GRAY8 -> new ByteProcessor(width, height, (byte[]) pixels, colours);
          case GRAY16 -> new ShortProcessor(width, height, (short[]) pixels, colours);
          case GRAY32 -> new FloatProcessor(width, height, (float[]) pixels, colours);
          case RGB -> new ColorProcessor(width, height, (int[]) pixels);
        };
    processor.setSliceNumber(number);
    return processor;
  }

  @Override
  public Object getPixels(int number) {
    return pixels(number);
  }

  /** The pixels of a plane, the caller's to change. */
  private synchronized Object pixels(int number) {
    if (number < 1 || number > order.size()) {
      throw new IllegalArgumentException("slice 1 to " + order.size() + " expected: " + number);
    }
    int plane = order.get(number - 1);
    Object pixels = cache.get(plane);
    if (pixels == null) {
      pixels = decoded(plane);
      cache.put(plane, pixels);
    }
    return copy(pixels);
  }

  private Object decoded(int plane) {
    CodecListener listener =
        new CodecListener() {
          @Override
          public void warning(String message) {
            IJ.log(Commands.TITLE + ": plane " + (plane + 1) + ": " + message);
          }
        };
    try {
      return planes.pixels(plane, region, listener);
    } catch (IOException e) {
      // Whoever scrolls sees a black plane and reads why; whoever computes must not get one.
      if (IJ.getInstance() == null || IJ.isMacro()) {
        throw new UncheckedIOException(e);
      }
      IJ.log(Commands.TITLE + ": plane " + (plane + 1) + ": " + Sentences.of(e));
      return blank();
    }
  }

  private Object blank() {
    int pixels = region.width() * region.height();
    return switch (planes.kind()) {
      case GRAY8 -> new byte[pixels];
      case GRAY16 -> new short[pixels];
      case GRAY32 -> new float[pixels];
      case RGB -> new int[pixels];
    };
  }

  private static Object copy(Object pixels) {
    if (pixels instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (pixels instanceof short[] shorts) {
      return shorts.clone();
    }
    return pixels instanceof float[] floats ? floats.clone() : ((int[]) pixels).clone();
  }

  @Override
  public boolean isVirtual() {
    return true;
  }

  @Override
  public int getWidth() {
    return region.width();
  }

  @Override
  public int getHeight() {
    return region.height();
  }

  @Override
  public int getBitDepth() {
    return planes.kind().bits();
  }

  @Override
  public void setBitDepth(int bits) {
    if (bits != 0 && bits != getBitDepth()) {
      throw new IllegalArgumentException("the planes have " + getBitDepth() + " bits");
    }
  }

  @Override
  public int getSize() {
    return order.size();
  }

  @Override
  public int size() {
    return order.size();
  }

  @Override
  public synchronized void deleteSlice(int number) {
    if (number < 1 || number > order.size()) {
      throw new IllegalArgumentException("slice 1 to " + order.size() + " expected: " + number);
    }
    order.remove(number - 1);
    labels.remove(number - 1);
  }

  @Override
  public void deleteLastSlice() {
    if (!order.isEmpty()) {
      deleteSlice(order.size());
    }
  }

  @Override
  public String getSliceLabel(int number) {
    return labels.get(number - 1);
  }

  @Override
  public void setSliceLabel(String label, int number) {
    labels.set(number - 1, label);
  }

  @Override
  public String[] getSliceLabels() {
    return labels.toArray(new String[0]);
  }

  @Override
  public Object[] getImageArray() {
    return null; // ImageJ asks page by page if there is none
  }

  @Override
  public void setPixels(Object pixels, int number) {
    // What is drawn is not kept, as in all virtual stacks.
  }

  @Override
  public void addSlice(String label, Object pixels) {
    throw new UnsupportedOperationException("a slice cannot be added to a virtual stack");
  }

  @Override
  public void setColorModel(ColorModel model) {
    colours = model;
  }

  @Override
  public ColorModel getColorModel() {
    return colours;
  }

  @Override
  public void update(ImageProcessor processor) {
    if (processor != null) {
      colours = processor.getColorModel();
    }
  }

  @Override
  public String getDirectory() {
    return null;
  }

  @Override
  public String getFileName(int number) {
    return null;
  }

  @Override
  public String toString() {
    return "virtual stack of "
        + order.size()
        + " planes of "
        + region.width()
        + "x"
        + region.height();
  }
}
