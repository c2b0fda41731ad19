package io.licorice.imagej;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Converts the files of a folder; one that fails does not keep the others from it. */
final class BatchConverter {
  private final BatchJob job;
  private final Work work;
  private int converted;
  private int skipped;
  private int failed;

  private BatchConverter(BatchJob job, Work work) {
    this.job = job;
    this.work = work;
  }

  /**
   * Converts.
   *
   * @throws IOException if a folder cannot be listed or made
   * @throws CancellationException if the user stopped it; outputs made before are kept
   */
  static BatchResult run(BatchJob job, Work work) throws IOException {
    return new BatchConverter(job, work).run();
  }

  private BatchResult run() throws IOException {
    List<BatchItem> items = BatchPlan.of(job);
    Files.createDirectories(job.output());
    for (int i = 0; i < items.size(); i++) {
      String name = job.input().relativize(items.get(i).input()).toString();
      convert(items.get(i), name, work.inPart(i, items.size(), name));
    }
    return new BatchResult(converted, skipped, failed);
  }

  private void convert(BatchItem item, String name, Work part) {
    // What is there is whole: it took its name when it was complete.
    if (Files.exists(item.output()) && !job.overwrite()) {
      skipped++;
      return;
    }
    try {
      convert(item.input(), item.output(), part);
      converted++;
    } catch (CancellationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      work.check();
      failed++;
      work.warning(name + " is not converted: " + Sentences.of(e));
    }
  }

  private void convert(Path input, Path output, Work part) throws IOException {
    ImagePlus image = BatchInputs.open(input, part);
    try {
      BatchOutputs.write(image, output, job.format(), job.options(), part);
    } finally {
      image.flush();
    }
  }
}
