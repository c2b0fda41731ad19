package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Segmentation networks of the user's, and what may be wrong with them. */
class SegmenterFilesTest {
  private static final Path NETWORKS = Path.of("src/test/resources/segmenters");
  private static final String RED = "{\"name\": \"Red\", \"colour\": [255, 0, 0]}";
  private static final String NONE = "{\"name\": \"void\", \"none\": true}";
  private static final String BLUE = "{\"name\": \"Blue\", \"colour\": [0, 0, 255]}";

  @TempDir Path folder;

  private static void use(Object model) throws IOException {
    try (Segmenter segmenter = Segmenter.open(model.toString(), CodecSettings.DEFAULT)) {
      segmenter.segment(Picture.blank(32, 16, 3, 8), CodecListener.SILENT);
    }
  }

  /** A folder as the default network's, with a network and a list. */
  private Path pack(String network, String classes) throws IOException {
    Files.copy(NETWORKS.resolve(network + ".onnx"), folder.resolve("segmenter.onnx"));
    Files.writeString(folder.resolve("classes.json"), classes);
    return folder;
  }

  private static String list(String... classes) {
    return "{\"licence\": \"CC0-1.0\", \"classes\": [" + String.join(", ", classes) + "]}";
  }

  @Test
  void folder_holdsNetworkAndClasses() throws IOException {
    pack("colours", list(RED, NONE, BLUE, NONE));
    Picture picture = Picture.blank(3, 1, 3, 8);
    picture.plane(0)[0] = 255;
    picture.plane(1)[1] = 255;
    picture.plane(2)[2] = 255;
    try (Segmenter segmenter = Segmenter.open(folder.toString(), CodecSettings.DEFAULT)) {
      LabelMap map = segmenter.segment(picture, CodecListener.SILENT);
      assertThat(map.classes()).extracting(LabelClass::name).containsExactly("Red", "Blue");
      assertThat(new int[] {map.at(0, 0), map.at(1, 0), map.at(2, 0)})
          .containsExactly(0, LabelMap.UNLABELLED, 1);
    }
  }

  @Test
  void sizeOfTheList_makesANetworkOfOneSize() throws IOException {
    String sized =
        list(RED, NONE, BLUE, NONE)
            .replace("{\"licence\"", "{\"width\": 5, \"height\": 3, \"multiple\": 1, \"licence\"");
    pack("indices", sized);
    try (Segmenter segmenter = Segmenter.open(folder.toString(), CodecSettings.DEFAULT)) {
      Picture picture = Picture.blank(50, 30, 3, 8);
      picture.plane(0)[0] = 255;
      // One pixel of a hundred is lost in the small picture.
      assertThat(segmenter.segment(picture, CodecListener.SILENT).areas()).containsExactly(0, 0);
    }
  }

  @ParameterizedTest
  @CsvSource({"320,240", "240,320", "7000,80", "80,7000", "24,500"})
  void shorterSide_bringsLargePicturesToASmallSize(int width, int height) throws IOException {
    pack("colours", "{\"shorterSide\": 40, " + list(RED, NONE, BLUE, NONE).substring(1));
    Picture picture = Picture.blank(width, height, 3, 8);
    // Squares, of which the network is to see a quarter of the side at most, and dots that it is
    // not to see.
    for (int i = 0; i < width * height; i++) {
      picture.plane((i % width / 24 + i / width / 24) % 3)[i] = 250;
    }
    for (int y = 12; y < height; y += 24) {
      for (int x = 12; x < width; x += 24) {
        for (int c = 0; c < 3; c++) {
          picture.plane(c)[y * width + x] = 0;
        }
      }
    }
    try (Segmenter segmenter = Segmenter.open(folder.toString(), CodecSettings.DEFAULT)) {
      LabelMap map = segmenter.segment(picture, CodecListener.SILENT);
      boolean dotsSeen = Math.min(width, height) <= 40;
      for (int y = 12; y < height; y += 24) {
        for (int x = 12; x < width; x += 24) {
          int square = (x / 24 + y / 24) % 3;
          int expected = square == 1 || dotsSeen ? LabelMap.UNLABELLED : square == 0 ? 0 : 1;
          assertThat(map.at(x, y)).as("%d,%d", x, y).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          not_finite | segmenter %s: finite scores expected, found NaN
          channels_last | scores of 1 x 4 x h x w or indices of 1 x h x w or 1 x 1 x h x w expected, found 1 x 16 x 32 x 4
          third | output of 10x5: a size of 32x16, or smaller by a whole factor, expected
          two_inputs | one input of floats, 1 x 3 x height x width, expected, found 2, the first of 1 x 3 x any x any
          bytes | one input of floats, 1 x 3 x height x width, expected, found 1, the first of 1 x 3 x any x any
          one_side | its graph takes 1 x 3 x 32 x any, which does not go with a size of any
          answers | floats or integers of 32 or 64 bits expected of its first output
          """)
  void networksOfAnotherKind_areRefusedInOneSentence(String network, String sentence) {
    String model = NETWORKS.resolve(network + ".onnx").toString();
    assertThatThrownBy(() -> use(model))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(sentence.formatted(model))
        .hasMessageContaining(model);
  }

  @Test
  void listOfAnotherLength_isRefused() throws IOException {
    pack("colours", list(RED, BLUE));
    assertThatThrownBy(() -> use(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("scores of 1 x 2 x h x w or")
        .hasMessageContaining("found 1 x 4 x 16 x 32");
  }

  @Test
  void indexWithoutAClass_isRefused() throws IOException {
    pack("indices", list(RED, BLUE));
    assertThatThrownBy(() -> use(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("indices of 0 to 1 expected, found 3.0");
  }

  @Test
  void otherSizeThanTheGraphs_isRefused() throws IOException {
    pack("one_size", "{\"width\": 32, \"height\": 32, " + list(RED, BLUE).substring(1));
    assertThatThrownBy(() -> use(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("its graph takes 1 x 3 x 32 x 48")
        .hasMessageContaining("does not go with a size of 32x32");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {} | 1 to 255 classes expected, found 0
          null | an object expected, found null
          [] | broken
          {"classes": | broken
          {"classes": [null]} | found null in it
          {"classes": [{"none": true}]} | 1 to 255 classes expected, found 0
          {"classes": [{"name": "A"}]} | a class with a name and a colour of three numbers expected, found 'A'
          {"classes": [{"colour": [0, 0, 0]}]} | a class with a name and a colour
          {"classes": [{"name": "A", "colour": [0, 0]}]} | a colour of three numbers expected, found 'A'
          {"classes": [{"name": "A", "colour": [0, 256, 0]}]} | colour of 0 to 255 expected, found 256
          {"classes": [{"name": "", "colour": [0, 0, 0]}]} | name of 1 to 64 bytes
          {"means": [1, 1, 1]} | unknown key 'means'
          {"mean": [1, 1], "classes": [{"name": "A", "colour": [0, 0, 0]}]} | three numbers each expected, found 2 and 3
          {"deviation": [1, 0, 1], "classes": [{"name": "A", "colour": [0, 0, 0]}]} | a deviation above 0 expected
          {"multiple": 0, "classes": [{"name": "A", "colour": [0, 0, 0]}]} | multiple of 1 to 512 expected, found 0
          {"shorterSide": 15, "classes": [{"name": "A", "colour": [0, 0, 0]}]} | shorterSide of 16 to 4096, or none, expected, found 15
          {"width": 64, "classes": [{"name": "A", "colour": [0, 0, 0]}]} | width and height of 1 to 4096, or neither, expected, found 64x0
          """)
  void brokenLists_areRefusedInOneSentence(String json, String sentence) throws IOException {
    pack("colours", json);
    assertThatThrownBy(() -> use(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder + ": classes.json: ")
        .hasMessageContaining(sentence);
  }

  @Test
  void missingFiles_areNamed() throws IOException {
    assertThatThrownBy(() -> use("fields"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no segmenter 'fields'");
    assertThatThrownBy(() -> use(folder.resolve("other.onnx")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other.onnx': ");
    assertThatThrownBy(() -> use(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("classes.json is missing");
    Files.writeString(folder.resolve("classes.json"), list(RED));
    assertThatThrownBy(() -> use(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("segmenter.onnx is missing");
    Files.writeString(folder.resolve("segmenter.onnx"), "no graph");
    assertThatThrownBy(() -> use(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be loaded");
  }
}
