package io.licorice.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licorice.codec.Picture;
import io.licorice.metrics.MsSsim;
import io.licorice.metrics.Psnr;
import io.licorice.metrics.Ssim;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic compare}: measures how far a picture is from another. */
@Command(
    name = "compare",
    description = "Measures how far a picture is from its reference.",
    footer = {
      "",
      "PSNR is that of all samples of red, green and blue together; SSIM and MS-SSIM are means",
      "over the three channels. A gray picture compares with a colour picture.",
      "The object that --json prints has the keys psnr (decibels, or the string \"Infinity\" if",
      "the pictures are identical), ssim and ms_ssim (1 if they are identical).",
      "",
      "Examples:",
      "  lic compare photo.png photo.lic",
      "  lic compare photo.png photo.jpg --json"
    })
final class CompareCommand extends Subcommand {
  @Parameters(
      index = "0",
      paramLabel = "REFERENCE",
      description = "A picture that ImageIO reads, or a .lic file.")
  Path reference;

  @Parameters(
      index = "1",
      paramLabel = "DISTORTED",
      description = "A picture of the same size and bit depth.")
  Path distorted;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    Picture a = PictureFiles.read(reference, this::warn);
    Picture b = PictureFiles.read(distorted, this::warn);
    requireSameKind(a, b);
    if (a.channels() != b.channels()) {
      a = PictureFiles.asRgb(a);
      b = PictureFiles.asRgb(b);
    }
    double psnr = Psnr.of(a, b);
    double ssim = Ssim.of(a, b);
    double msSsim = MsSsim.of(a, b);
    if (json) {
      ObjectNode object = Json.object();
      object.put("psnr", psnr).put("ssim", ssim).put("ms_ssim", msSsim);
      out().println(Json.line(object));
    } else {
      print("PSNR %s, SSIM %.5f, MS-SSIM %.5f", Text.decibels(psnr), ssim, msSsim);
    }
    return 0;
  }

  private void requireSameKind(Picture a, Picture b) throws IOException {
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new IOException(
          Text.of(
              "%s has %dx%d pixels and %s has %dx%d",
              reference, a.width(), a.height(), distorted, b.width(), b.height()));
    }
    if (a.bitDepth() != b.bitDepth()) {
      throw new IOException(
          Text.of(
              "%s has %d bits a sample and %s has %d",
              reference, a.bitDepth(), distorted, b.bitDepth()));
    }
  }
}
