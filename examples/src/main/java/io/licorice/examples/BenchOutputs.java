package io.licorice.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that a run of the bench writes, checked before the measurement starts. */
record BenchOutputs(
    Optional<OutputFile> json, Optional<OutputFile> html, Map<String, OutputFile> csv) {

  /** Checks files; null is a file that is not wanted. */
  static BenchOutputs at(Path json, Path html, Path csv, List<String> codecs, boolean force)
      throws IOException {
    Optional<OutputFile> jsonFile = file(json, force);
    Optional<OutputFile> htmlFile = file(html, force);
    Map<String, OutputFile> csvFiles = new LinkedHashMap<>();
    if (csv != null) {
      OutputFile.makeFolder(csv);
      for (String codec : codecs) {
        csvFiles.put(codec, OutputFile.at(csv.resolve(codec + ".csv"), force));
      }
    }
    return new BenchOutputs(jsonFile, htmlFile, csvFiles);
  }

  private static Optional<OutputFile> file(Path path, boolean force) throws IOException {
    return path == null ? Optional.empty() : Optional.of(OutputFile.at(path, force));
  }

  void write(BenchSummary summary, BenchPage.Published published) throws IOException {
    write(
        () -> BenchJson.of(summary),
        () -> BenchPage.html(summary, published).getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<String, OutputFile> entry : csv.entrySet()) {
      String text = BenchText.csv(summary.reports().get(0), entry.getKey());
      entry.getValue().write(stream -> stream.write(text.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  /** Makes what a file is to hold. */
  interface Report<T> {
    T make() throws IOException;
  }

  /** Writes those of the two files that are wanted. */
  void write(Report<ObjectNode> object, Report<byte[]> page) throws IOException {
    if (json.isPresent()) {
      ObjectNode made = object.make();
      json.get().write(stream -> Json.write(made, stream));
    }
    if (html.isPresent()) {
      byte[] made = page.make();
      html.get().write(stream -> stream.write(made));
    }
  }
}
