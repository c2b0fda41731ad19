package io.licorice.imageio;

import io.licorice.runtime.OnnxGraph;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/**
 * Reads pictures again and again, each with a reader of its own, and prints by how many KiB the
 * resident memory of the process has grown since the first reads, and how many values ONNX Runtime
 * still holds. Linux only.
 *
 * <p>Arguments: reads to warm up, reads to measure.
 */
final class ManyReads {
  private ManyReads() {}

  /** Prints the growth. */
  public static void main(String[] arguments) throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      int type = i % 2 == 0 ? BufferedImage.TYPE_3BYTE_BGR : BufferedImage.TYPE_BYTE_GRAY;
      files.add(TestImages.write(TestImages.gradient(40 + 9 * i, 70 - 8 * i, type), null));
    }
    files.add(SequenceTest.sequence(3));
    files.add(ProfileTest.wideFile());
    read(files, Integer.parseInt(arguments[0]));
    long before = residentPages();
    read(files, Integer.parseInt(arguments[1]));
    System.out.println((residentPages() - before) * 4 + " " + OnnxGraph.liveValues());
  }

  private static void read(List<byte[]> files, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      ImageReader reader = TestImages.reader(files.get(i % files.size()));
      ImageReadParam param = reader.getDefaultReadParam();
      List<ImageTypeSpecifier> types = new ArrayList<>();
      reader.getImageTypes(0).forEachRemaining(types::add);
      param.setDestinationType(types.get(i % types.size()));
      reader.read(0, param);
      reader.getImageMetadata(0).getAsTree(LicMetadataFormat.NAME);
      reader.dispose();
    }
    System.gc();
  }

  private static long residentPages() throws IOException {
    return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", 3)[1]);
  }
}
