package io.licorice.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Arrays;

/** Holds the lines between the modules: who may know whom, and who alone knows which library. */
@AnalyzeClasses(packages = "io.licorice", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String[] MODELS = {
    "io.licorice.cancel..",
    "io.licorice.codec..",
    "io.licorice.bitstream..",
    "io.licorice.entropy..",
    "io.licorice.lossless..",
    "io.licorice.runtime..",
    "io.licorice.transform..",
    "io.licorice.metrics.."
  };
  private static final String IMAGEIO = "io.licorice.imageio..";
  private static final String IMAGEJ = "io.licorice.imagej..";
  private static final String VIDEO = "io.licorice.video..";
  private static final String EXAMPLES = "io.licorice.examples..";

  /** Without this, a class path that lost a module would make every rule below pass. */
  @ArchTest
  static void everyPackageIsSeenAndNoOther(JavaClasses classes) {
    assertThat(classes.stream().map(JavaClass::getPackageName))
        .map(name -> name.replaceFirst("^io\\.licorice\\.([a-z]+).*", "$1"))
        .containsOnly(
            "cancel",
            "codec",
            "bitstream",
            "entropy",
            "lossless",
            "runtime",
            "transform",
            "metrics",
            "imageio",
            "imagej",
            "video",
            "examples");
  }

  @ArchTest
  static final ArchRule onlyModelsKnowsOnnxRuntime =
      noClasses()
          .that()
          .resideOutsideOfPackages(MODELS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule onlyImagejKnowsImagejAndScijava =
      noClasses()
          .that()
          .resideOutsideOfPackage(IMAGEJ)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ij..", "net.imagej..", "org.scijava..");

  @ArchTest
  static final ArchRule onlyVideoKnowsHumbleVideo =
      noClasses()
          .that()
          .resideOutsideOfPackage(VIDEO)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.humble..");

  @ArchTest
  static final ArchRule modelsKnowsNoOtherModule =
      noClasses()
          .that()
          .resideInAnyPackage(MODELS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(IMAGEIO, IMAGEJ, VIDEO, EXAMPLES);

  @ArchTest
  static final ArchRule imageioNeedsTheJdkAndModelsAlone =
      ArchRuleDefinition.classes()
          .that()
          .resideInAPackage(IMAGEIO)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              union(MODELS, IMAGEIO, "java..", "javax..", "org.w3c.dom..", "org.xml.sax.."));

  @ArchTest
  static final ArchRule videoKnowsModelsAlone =
      noClasses()
          .that()
          .resideInAPackage(VIDEO)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(IMAGEIO, IMAGEJ, EXAMPLES);

  @ArchTest
  static final ArchRule nothingDependsOnExamples =
      noClasses()
          .that()
          .resideOutsideOfPackage(EXAMPLES)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(EXAMPLES);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.licorice.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyExamplesPrints =
      noClasses().that().resideOutsideOfPackage(EXAMPLES).should(ACCESS_STANDARD_STREAMS);

  private static String[] union(String[] some, String... more) {
    String[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
