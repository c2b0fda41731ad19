package io.licorice.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * JSON objects as the tool writes them; an infinite number, which JSON does not have, is the string
 * {@code "Infinity"}.
 */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Adds an array of numbers. */
  static void putNumbers(ObjectNode object, String key, List<Double> numbers) {
    ArrayNode array = object.putArray(key);
    numbers.forEach(array::add);
  }

  /** Reads a file. */
  static JsonNode read(Path file) throws IOException {
    return MAPPER.readTree(file.toFile());
  }

  /** The object in one line. */
  static String line(ObjectNode object) throws IOException {
    return MAPPER.writeValueAsString(object);
  }

  /** The object in many lines, for a file. */
  static void write(ObjectNode object, OutputStream stream) throws IOException {
    stream.write(MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(object));
    stream.write('\n');
  }
}
