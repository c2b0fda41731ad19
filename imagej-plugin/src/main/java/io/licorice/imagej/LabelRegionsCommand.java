package io.licorice.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import io.licorice.codec.LabelMap;
import io.licorice.codec.Segmenter;
import java.io.IOException;

/**
 * {@code Plugins > Learned Compression > Label Regions...}: finds out what the current plane shows,
 * and puts an element for each class into the overlay.
 */
final class LabelRegionsCommand implements Command {
  @Override
  public void run() throws IOException {
    ImagePlus image = Images.current();
    if (image == null) {
      return;
    }
    GenericDialog dialog = new GenericDialog("Label Regions");
    dialog.addStringField("Model", Segmenter.DEFAULT_MODEL, 20);
    dialog.addStringField("Classes", "", 30);
    dialog.addCheckbox("Add to overlay", true);
    dialog.addHelp(Help.of("label-regions"));
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return;
    }
    String model = dialog.getNextString().trim();
    String classes = dialog.getNextString();
    boolean add = dialog.getNextBoolean();
    LabelMap labels;
    ClassRois rois;
    try (Work work = Work.begin("Labelling " + image.getTitle());
        Segmenter network = Segmenter.open(model, Codecs.settings())) {
      rois = ClassRois.of(network.classes(), classes);
      labels = network.segment(SeenPlane.of(image, image.getCurrentSlice()), work);
    }
    IJ.showStatus(rois.show(labels, image, add));
  }
}
