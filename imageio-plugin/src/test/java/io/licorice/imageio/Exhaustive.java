package io.licorice.imageio;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A test that takes minutes and therefore runs only on demand:
 *
 * <pre>{@code
 * ./mvnw -pl imageio-plugin -am test -Dtest='HugeImageTest,ManyReadsTest' \
 *     -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dtest.jvm.extra="-Djazzer.hooks=false -Dlicorice.exhaustive=true"
 * }</pre>
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(named = "licorice.exhaustive", matches = "true")
@interface Exhaustive {}
