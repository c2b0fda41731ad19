package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.gui.EllipseRoi;
import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.gui.TextRoi;
import ij.io.RoiEncoder;
import java.awt.Rectangle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What comes out of a file may be anything. */
final class HostileDataTest {
  @Test
  void description_comesBackFromItsBytes() throws IOException {
    StackDescription description = DescriptionReader.of(TestStacks.hyperstack());

    StackDescription again = DescriptionBytes.parse(DescriptionBytes.of(description));

    assertThat(DescriptionBytes.of(again)).isEqualTo(DescriptionBytes.of(description));
    assertThat(again.values()).isEqualTo(description.values());
    assertThat(again.sliceLabels()).isEqualTo(description.sliceLabels());
  }

  @Property(tries = 2000)
  void changedDescription_isReadOrRefused_andNeverMore(@ForAll long seed, @ForAll boolean inside)
      throws IOException {
    byte[] bytes = DescriptionBytes.of(DescriptionReader.of(TestStacks.image(8)));
    bytes = inside ? mutatedInside(bytes, new Random(seed)) : bytes;
    if (!inside) {
      mutate(bytes, new Random(seed));
    }
    ImagePlus image = new ImagePlus("", TestStacks.plane(8, 1));
    try {
      StackDescription read = DescriptionBytes.parse(bytes);
      new DescriptionWriter(read, new Rectangle(1, 1, 9, 9), true).writeTo(image);
      assertThat(image.getWidth()).isEqualTo(70);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("ImageJ data");
    }
  }

  @Property(tries = 3000)
  void changedSelections_areDecodedOrNot_withoutHarm(@ForAll long seed) {
    Random random = new Random(seed);
    Roi name = new PolygonRoi(new float[] {1, 5.5f, 9}, new float[] {2, 8, 3}, Roi.POLYGON);
    name.setName("a name");
    name.setProperty("key", "value");
    List<Roi> rois =
        List.of(
            name,
            new Roi(1, 2, 3, 4),
            new OvalRoi(3, 3, 9, 9),
            new EllipseRoi(1, 2, 30, 40, 0.5),
            new TextRoi(2, 3, "text"),
            new PointRoi(new int[] {1, 2, 3}, new int[] {4, 5, 6}, 3),
            new ShapeRoi(new Roi(1, 1, 9, 9)).xor(new ShapeRoi(new OvalRoi(4, 4, 9, 9))));
    byte[] bytes = RoiEncoder.saveAsByteArray(rois.get(random.nextInt(rois.size())));
    assertThat(StoredRoi.of(bytes)).isPresent();

    mutate(bytes, random);

    StoredRoi.of(bytes).ifPresent(roi -> assertThat(roi.getBounds()).isNotNull());
  }

  /** Changes what was deflated. */
  private static byte[] mutatedInside(byte[] bytes, Random random) throws IOException {
    byte[] chunks =
        new InflaterInputStream(new ByteArrayInputStream(bytes, 1, bytes.length)).readAllBytes();
    mutate(chunks, random);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(bytes[0]);
    try (OutputStream out = new DeflaterOutputStream(changed)) {
      out.write(chunks);
    }
    return changed.toByteArray();
  }

  private static void mutate(byte[] bytes, Random random) {
    for (int i = 0; i <= random.nextInt(4); i++) {
      int at = random.nextInt(bytes.length);
      bytes[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) 0x7F;
    }
  }
}
