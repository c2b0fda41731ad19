package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.CodingMode;
import io.licorice.codec.PictureMetadata;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What works where ONNX Runtime does not, each in a JVM of its own. */
class WithoutNativesTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private String file() throws IOException {
    byte[] bytes =
        Blocks.write(
            TestImages.gradient(30, 20, BufferedImage.TYPE_3BYTE_BGR),
            List.of(new BufferedImage(7, 5, BufferedImage.TYPE_3BYTE_BGR)),
            new LicMetadata(
                3, 8, CodingMode.LOSSY, PictureMetadata.NONE.withIcc(TestProfiles.adobeRgb())),
            null);
    return Files.write(folder.resolve("picture.lic"), bytes).toString();
  }

  @Test
  void headerQuestions_loadNoClassOfOnnxRuntime() throws IOException, InterruptedException {
    Path log = folder.resolve("classes.log");
    List<String> options = List.of("-Xlog:class+load:file=" + log);
    ChildJvm.Result result = ChildJvm.run(HeaderQuestions.class, LIMIT, options, file());
    assertThat(result.output()).contains("30x20", "3 bands", "7 wide");
    assertThat(result.exitCode()).isZero();
    assertThat(Files.readString(log))
        .contains("io.licorice.imageio.LicImageReader ")
        .doesNotContain("ai.onnxruntime");
    ChildJvm.run(HeaderQuestions.class, LIMIT, options, file(), "read");
    assertThat(Files.readString(log)).contains("ai.onnxruntime");
  }

  /** ONNX Runtime picks its native library by this property, and has none for the name given. */
  @Test
  void unknownPlatform_answersHeaderQuestionsAndSaysWhatIsMissing()
      throws IOException, InterruptedException {
    ChildJvm.Result result =
        ChildJvm.run(HeaderQuestions.class, LIMIT, List.of("-Dos.arch=vax"), file(), "read");
    assertThat(result.exitCode()).isZero();
    assertThat(result.output())
        .contains("30x20", "7 wide")
        .containsPattern(
            "sentence: ONNX Runtime's native library for .* on vax is missing, without which no"
                + " picture can be encoded or decoded: .*vax")
        .doesNotContain("\tat ");
  }

  @Test
  void losslessFiles_needNoNativeLibraryAtAll() throws IOException, InterruptedException {
    BufferedImage image = TestImages.gradient(30, 20, BufferedImage.TYPE_4BYTE_ABGR);
    byte[] bytes = TestImages.write(image, TestImages.param("Lossless"));
    String file = Files.write(folder.resolve("lossless.lic"), bytes).toString();
    ChildJvm.Result result =
        ChildJvm.run(HeaderQuestions.class, LIMIT, List.of("-Dos.arch=vax"), file, "read");
    assertThat(result.output()).contains("30x20", "4 bands", "read").doesNotContain("sentence");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void libraryThatIsNotThere_isOneSentenceToo() throws IOException, InterruptedException {
    ChildJvm.Result result =
        ChildJvm.run(
            HeaderQuestions.class,
            LIMIT,
            List.of("-Donnxruntime.native.path=" + folder),
            file(),
            "read");
    assertThat(result.output()).contains("30x20").contains("sentence: ONNX Runtime's native");
    assertThat(result.exitCode()).isZero();
  }
}
