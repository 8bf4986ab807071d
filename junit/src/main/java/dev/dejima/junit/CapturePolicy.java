package dev.dejima.junit;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Of which tests captures are kept ({@code dejima.captures}), and where. */
enum CapturePolicy {
  FAILED,
  ALWAYS,
  NEVER;

  private static final String WHICH = "dejima.captures";
  private static final String DIRECTORY = "dejima.captures.directory";
  private static final Pattern INVOCATION = Pattern.compile("-invocation:#([0-9]+)]");
  private static final Pattern OF_METHOD = Pattern.compile("test-template-invocation:#([0-9]+)]");

  static CapturePolicy of(ExtensionContext context) {
    String text = context.getConfigurationParameter(WHICH).orElse("failed");
    try {
      return valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ExtensionConfigurationException(
          "%s is %s, expected failed, always or never".formatted(WHICH, text), e);
    }
  }

  /**
   * The file of a test's capture: {@code CLASS/METHOD.pcapng}, with the number of the invocation
   * where a method or class has several, and the kernel where it is not netstack.
   *
   * @param each whether the class's invocations are its kernels
   */
  Optional<Path> file(ExtensionContext context, String kernel, boolean each) {
    if (this == NEVER) {
      return Optional.empty();
    }
    Path directory = Path.of(context.getConfigurationParameter(DIRECTORY).orElse("target/dejima"));
    StringBuilder name = new StringBuilder(method(context));
    Matcher invocation = (each ? OF_METHOD : INVOCATION).matcher(context.getUniqueId());
    while (invocation.find()) {
      name.append('-').append(invocation.group(1));
    }
    if (!kernel.equals("netstack")) {
      name.append('-').append(kernel);
    }
    String type = context.getRequiredTestClass().getName();
    return Optional.of(directory.resolve(type).resolve(name + ".pcapng"));
  }

  /** A method's name; with the types of its parameters where others have the same name. */
  private static String method(ExtensionContext context) {
    Method method = context.getRequiredTestMethod();
    boolean alone =
        Stream.of(context.getRequiredTestClass().getDeclaredMethods())
            .allMatch(other -> other.equals(method) || !other.getName().equals(method.getName()));
    return alone
        ? method.getName()
        : Stream.of(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining("-", method.getName() + "-", ""));
  }
}
