package io.licorice.imagej;

import ij.ImagePlus;
import ij.gui.GenericDialog;
import io.licorice.codec.BitAllocation;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.Scratch;
import io.licorice.codec.SpooledPicture;
import java.io.IOException;

/** {@code Bit Allocation...}: where in the current plane the bits of its file go. */
final class BitAllocationCommand implements Command {
  @Override
  public void run() throws IOException {
    ImagePlus image = Images.current();
    if (image == null) {
      return;
    }
    GenericDialog dialog = new GenericDialog("Bit Allocation");
    CodingFields.addTo(dialog);
    dialog.addCheckbox("Enlarge to the image's size", false);
    dialog.addHelp(Help.of("bit-allocation"));
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return;
    }
    EncodeOptions options = CodingFields.next(dialog);
    boolean enlarged = dialog.getNextBoolean();
    if (image.getBitDepth() == PixelKind.GRAY32.bits()) {
      throw new IllegalArgumentException(
          "8-bit, 16-bit or RGB images have a bit allocation: convert this one first");
    }
    IndexedColours.check(image, options);
    BitImage.of(image, allocation(image, options), enlarged).show();
  }

  private static BitAllocation allocation(ImagePlus image, EncodeOptions options)
      throws IOException {
    try (Work work = Work.begin("Bit allocation")) {
      work.part(0, 2);
      try (SpooledPicture coded =
          Codecs.current()
              .spool(Pixels.picture(image.getProcessor()), options, Scratch.temporary(), work)) {
        work.part(1, 2);
        return Codecs.current().bitAllocation(coded, work);
      }
    }
  }
}
