package dev.dejima.conformance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows of ARCHITECTURE.md, and where netstack may look at the world. */
class ArchitectureTest {
  private static final JavaClasses CLASSES = classes();

  /** What reads the time of day or draws without a seed. */
  private static final Set<String> HIDDEN_INPUTS =
      Set.of(
          "java.lang.System.nanoTime()",
          "java.lang.System.currentTimeMillis()",
          "java.lang.Math.random()",
          "java.time.Instant.now()",
          "java.time.LocalDateTime.now()",
          "java.time.ZonedDateTime.now()",
          "java.time.Clock.systemUTC()",
          "java.time.Clock.systemDefaultZone()",
          "java.util.UUID.randomUUID()",
          "java.util.concurrent.ThreadLocalRandom.current()",
          "java.util.Random.<init>()",
          "java.util.SplittableRandom.<init>()",
          "java.security.SecureRandom.<init>()");

  private static JavaClasses classes() {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.dejima");
  }

  @ParameterizedTest
  @CsvSource({
    "packet, packet",
    "nft, packet nft",
    "kernel, packet nft.expr kernel",
    "netstack, packet nft.expr kernel netstack",
    "linux, packet nft.expr kernel linux",
    "tools, packet nft kernel tools",
    "lab, packet nft kernel tools lab",
    "cli, packet nft kernel tools lab cli linux netstack",
    "junit, packet nft kernel tools lab junit",
    "nft.expr, packet nft.expr",
    "nft.syntax, packet nft.expr nft.syntax",
  })
  void knowsOnly(String name, String known) {
    String[] packages = Stream.of(known.split(" ")).map(each -> each(each)).toArray(String[]::new);
    check(name, resideInAPackage("dev.dejima..").and(resideOutsideOfPackages(packages)));
  }

  @ParameterizedTest
  @CsvSource({
    "packet, ",
    "nft.expr, ",
    "nft.syntax, ",
    "nft.compile, ",
    "nft.decompile, ",
    "nft.json, tools.jackson.core..",
    "kernel, ",
    "netstack, org.agrona..",
    "linux, ",
    "tools, ",
  })
  void thirdPartiesAreFew(String name, String allowed) {
    List<String> known = List.of("java..", "javax..", "dev.dejima..", "org.jspecify..");
    Stream<String> more = Stream.ofNullable(allowed);
    check(
        name, resideOutsideOfPackages(Stream.concat(known.stream(), more).toArray(String[]::new)));
  }

  @Test
  void netstackHasNoHiddenTimeOrChance() {
    noClasses()
        .that(resideInAPackage(each("netstack")))
        .and()
        .doNotHaveFullyQualifiedName("dev.dejima.netstack.sched.Wall")
        .should()
        .accessTargetWhere(
            new DescribedPredicate<JavaAccess<?>>("it is time or chance that no seed governs") {
              @Override
              public boolean test(JavaAccess<?> access) {
                return HIDDEN_INPUTS.contains(access.getTarget().getFullName());
              }
            })
        .check(CLASSES);
  }

  @Test
  void onlyLibcSeesForeignMemory() {
    noClasses()
        .that(resideOutsideOfPackages("dev.dejima.linux.libc.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.lang.foreign.."))
        .check(CLASSES);
  }

  private static void check(String name, DescribedPredicate<? super JavaClass> forbidden) {
    noClasses()
        .that(resideInAPackage(each(name)))
        .should()
        .dependOnClassesThat(forbidden)
        .check(CLASSES);
  }

  private static String each(String name) {
    return "dev.dejima." + name + "..";
  }
}
