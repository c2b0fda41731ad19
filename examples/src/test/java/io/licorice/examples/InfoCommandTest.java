package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.licorice.codec.CodecListener;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.FloatPicture;
import io.licorice.codec.LicCodec;
import io.licorice.codec.LicFileWriter;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.Scratch;
import io.licorice.codec.SpooledPicture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code lic info} says of files that the command line cannot make. */
final class InfoCommandTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("picture.lic");
  }

  @Test
  void dataOfApplications_areListedWithTheirSizes() throws IOException {
    EncodeOptions lossless = EncodeOptions.builder().lossless().build();
    Picture picture = Picture.blank(9, 5, 1, 8);
    byte[] codestream = LicCodec.shared().encode(picture, lossless, CodecListener.SILENT).bytes();
    PictureMetadata metadata =
        PictureMetadata.NONE
            .withApplication("ImageJ", new byte[300])
            .withApplication("Fiji", new byte[7]);
    try (OutputStream out = Files.newOutputStream(file)) {
      new LicFileWriter(out).write(codestream, metadata, List.of());
    }
    assertThat(ToolRun.of("info", file).out())
        .contains("application data Fiji (7 bytes), ImageJ (300 bytes)");
    JsonNode sizes = ToolRun.of("info", file, "--json").json().get("application_data");
    assertThat(sizes).hasSize(2);
    assertThat(sizes.get("ImageJ").asInt()).isEqualTo(300);
  }

  @Test
  void floats_areToldAndNotDecoded() throws IOException {
    FloatPicture picture = new FloatPicture(9, 5, new float[45]);
    try (OutputStream out = Files.newOutputStream(file);
        SpooledPicture coded =
            LicCodec.shared().spoolFloats(picture, Scratch.MEMORY, CodecListener.SILENT)) {
      coded.writeTo(out);
    }
    assertThat(ToolRun.of("info", file).out()).containsPattern("sample format +32-bit float");
    JsonNode info = ToolRun.of("info", file, "--json").json();
    assertThat(info.get("sample_format").asText()).isEqualTo("32-bit float");
    assertThat(info.get("bit_depth").asInt()).isEqualTo(32);
    Path decoded = folder.resolve("picture.png");
    ToolRun refused = ToolRun.of("decode", file, decoded);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err().lines())
        .singleElement()
        .asString()
        .contains("picture.lic: the picture holds 32-bit floating-point samples");
    assertThat(decoded).doesNotExist();
  }
}
