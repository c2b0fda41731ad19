package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built jar, started as its users start it. */
final class LicToolIT {
  @TempDir Path folder;

  /** What a process printed and returned. */
  private record Result(int status, String out, String err) {
    JsonNode json() throws IOException {
      return new ObjectMapper()
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(out);
    }
  }

  private Result lic(Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    Path home = Path.of(System.getProperty("java.home"));
    if (System.getProperty("os.name").startsWith("Windows")) {
      command.add(home.resolve("bin").resolve("java").toString());
      command.addAll(List.of("-jar", Path.of("target", "lic.jar").toAbsolutePath().toString()));
    } else {
      command.add(Path.of("lic").toAbsolutePath().toString());
    }
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    Path out = Files.createTempFile("lic", "out");
    Path err = Files.createTempFile("lic", "err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().put("JAVA_HOME", home.toString());
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      Process process = builder.start();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("still running: " + command);
      }
      return new Result(process.exitValue(), text(out), text(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), Charset.defaultCharset());
  }

  @Test
  void aLosslessRegionOfABuiltJarIsExact() throws Exception {
    TestPictures.write(TestPictures.photo(200, 170, 3, 1), folder.resolve("photo.png"));
    BufferedImage mask = new BufferedImage(200, 170, BufferedImage.TYPE_BYTE_GRAY);
    mask.createGraphics().fillRect(50, 40, 60, 70);
    ImageIO.write(mask, "png", folder.resolve("mask.png").toFile());
    Result encoded =
        lic("encode", "photo.png", "photo.lic", "--roi", "mask.png:lossless", "--background", 0);
    assertThat(encoded.err()).isEmpty();
    assertThat(encoded.out()).contains("and lossless regions");
    assertThat(lic("info", "photo.lic", "--json").json().get("lossless_regions").asBoolean())
        .isTrue();
    Result decoded = lic("decode", "photo.lic", "part.png", "--region", "50,40,60,70");
    assertThat(decoded.status()).isZero();
    BufferedImage part = ImageIO.read(folder.resolve("part.png").toFile());
    BufferedImage whole = ImageIO.read(folder.resolve("photo.png").toFile());
    assertThat(part.getRGB(0, 0, 60, 70, null, 0, 60))
        .isEqualTo(whole.getRGB(50, 40, 60, 70, null, 0, 60));
  }

  @Test
  void aPictureGoesThroughEncodeInfoDecodeAndCompare() throws Exception {
    TestPictures.write(TestPictures.photo(200, 170, 3, 1), folder.resolve("photo.png"));
    Path coded = folder.resolve("photo.lic");

    Result encoded = lic("encode", "photo.png", "photo.lic", "-q", 60, "--json");
    assertThat(encoded.err()).isEmpty();
    assertThat(encoded.status()).isZero();
    assertThat(encoded.json().get("bytes").asLong()).isEqualTo(Files.size(coded));
    assertThat(encoded.json().get("psnr").asDouble()).isGreaterThan(25);

    Result info = lic("info", "photo.lic", "--json");
    assertThat(info.status()).isZero();
    assertThat(info.json().get("width").asInt()).isEqualTo(200);

    Result decoded = lic("decode", "photo.lic", "again.png", "--json");
    assertThat(decoded.err()).isEmpty();
    assertThat(decoded.status()).isZero();
    assertThat(decoded.json().get("height").asInt()).isEqualTo(170);
    assertThat(decoded.json().get("warnings")).isEmpty();

    for (String distorted : List.of("again.png", "photo.lic")) {
      Result compared = lic("compare", "photo.png", distorted, "--json");
      assertThat(compared.err()).isEmpty();
      assertThat(compared.json().get("psnr").asDouble())
          .isCloseTo(encoded.json().get("psnr").asDouble(), within(1e-9));
      assertThat(compared.json().get("ms_ssim").asDouble()).isBetween(0.8, 1.0);
    }

    Result refused = lic("encode", "photo.png", "photo.lic");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(lic("encode", "photo.png", "photo.lic", "-f").status()).isZero();
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("photo.png", "photo.lic", "again.png");
  }

  @Test
  void benchMeasuresAFolder() throws Exception {
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    TestPictures.write(TestPictures.photo(180, 170, 3, 1), pictures.resolve("a.png"));
    TestPictures.write(TestPictures.photo(170, 180, 3, 2), pictures.resolve("b.png"));
    Result bench =
        lic(
            "bench",
            "pictures",
            "--codecs",
            "jpeg,lic",
            "--qualities",
            "lic=0,50,80,100",
            "--json",
            "bench.json",
            "--csv",
            "curves",
            "--html",
            "bench.html",
            "--repeats",
            1,
            "--timed",
            1);
    assertThat(bench.err()).isEmpty();
    assertThat(bench.status()).isZero();
    assertThat(bench.out()).contains("Means over 2 pictures of pictures:", "BD-rate against jpeg");
    JsonNode report =
        new ObjectMapper().readTree(folder.resolve("bench.json").toFile()).get("sets").get(0);
    assertThat(report.get("measurements")).hasSize(2 * (11 + 4));
    assertThat(folder.resolve("curves").toFile().list())
        .containsExactlyInAnyOrder("jpeg.csv", "lic.csv");
    assertThat(report.get("speeds"))
        .filteredOn(speed -> speed.get("codec").asText().equals("lic"))
        .isNotEmpty()
        .allMatch(speed -> speed.get("encode_process_seconds").asDouble() > 0);
    String page = Files.readString(folder.resolve("bench.html"));
    assertThat(page).contains("Chart.js", "BD-rate against jpeg").doesNotContain("src=\"http");
  }

  @Test
  void theJarKnowsItsVersionItsModelsAndItsErrors() throws Exception {
    Result version = lic("--version");
    assertThat(version.status()).isZero();
    assertThat(version.out().strip()).matches("lic \\d+\\.\\d+\\.\\d+.*");
    assertThat(lic("models", "verify").status()).isZero();
    Result usage = lic("encode", "photo.png", "photo.lic", "-q", 50, "--ratio", 3);
    assertThat(usage.status()).isEqualTo(2);
    assertThat(usage.err().lines()).hasSize(1);
    Result failure = lic("decode", "nowhere.lic", "out.png");
    assertThat(failure.status()).isEqualTo(1);
    assertThat(failure.out()).isEmpty();
    assertThat(failure.err().strip()).isEqualTo("lic decode: nowhere.lic does not exist.");
  }
}
