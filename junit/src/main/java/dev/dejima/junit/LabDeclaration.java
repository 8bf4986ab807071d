package dev.dejima.junit;

import dev.dejima.lab.LabBuilder;
import dev.dejima.lab.LabException;
import dev.dejima.lab.file.LabFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A {@link Lab} and where it stands.
 *
 * @param on the class that it is on, or whose method it is on
 * @param method the method that it is on; absent where it is on a class
 */
record LabDeclaration(Lab lab, Class<?> on, @Nullable Method method) {
  /** The one for a test: its method's, its class's, or that of a class around it. */
  static Optional<LabDeclaration> find(
      @Nullable Method method, Class<?> testClass, List<Class<?>> enclosing) {
    if (method != null) {
      Optional<Lab> own = AnnotationSupport.findAnnotation(method, Lab.class);
      if (own.isPresent()) {
        return Optional.of(new LabDeclaration(own.get(), testClass, method));
      }
    }
    List<Class<?>> inward = new ArrayList<>(enclosing);
    inward.add(testClass);
    for (Class<?> type : inward.reversed()) {
      Optional<Lab> lab = AnnotationSupport.findAnnotation(type, Lab.class);
      if (lab.isPresent()) {
        return Optional.of(new LabDeclaration(lab.get(), type, null));
      }
    }
    return Optional.empty();
  }

  /** Whether the class has one network for all its tests. */
  boolean isShared() {
    return method == null && lab.per() == Lab.Per.CLASS;
  }

  /** The lab that it means. */
  dev.dejima.lab.Lab read() {
    long sources =
        Stream.of(lab.value(), lab.text(), lab.from()).filter(each -> !each.isEmpty()).count();
    if (sources != 1) {
      throw wrong("has to say one of a file, text = and from =", null);
    }
    try {
      if (!lab.from().isEmpty()) {
        return built();
      }
      return lab.text().isEmpty()
          ? LabFile.read(file())
          : LabFile.read(directory().resolve(on.getSimpleName() + ".yaml"), lab.text());
    } catch (LabException e) {
      throw wrong("\n" + e.getMessage(), e);
    }
  }

  private Path file() {
    URL resource = on.getResource(lab.value());
    return resource == null ? Path.of(lab.value()) : path(resource);
  }

  /** Where the resources of the class's package are; the working directory if there are none. */
  private Path directory() {
    URL here = on.getResource("");
    return here == null || !here.getProtocol().equals("file") ? Path.of("") : path(here);
  }

  private Path path(URL resource) {
    if (!resource.getProtocol().equals("file")) {
      throw wrong(lab.value() + " is in " + resource + ", but labs are files", null);
    }
    try {
      return Path.of(resource.toURI());
    } catch (URISyntaxException e) {
      throw wrong(resource + " is no path", e);
    }
  }

  private dev.dejima.lab.Lab built() {
    Object made;
    try {
      Method factory = on.getDeclaredMethod(lab.from());
      factory.setAccessible(true);
      made = factory.invoke(null);
    } catch (NoSuchMethodException | IllegalAccessException | NullPointerException e) {
      throw wrong("there is no static method %s() without parameters".formatted(lab.from()), e);
    } catch (InvocationTargetException e) {
      throw wrong(lab.from() + "(): " + e.getCause(), e.getCause());
    }
    return switch (made) {
      case dev.dejima.lab.Lab whole -> whole;
      case LabBuilder builder -> builder.build();
      case null, default -> throw wrong(lab.from() + "() returns no Lab and no LabBuilder", null);
    };
  }

  private ExtensionConfigurationException wrong(String what, @Nullable Throwable cause) {
    String text = "@Lab of %s: %s".formatted(on.getSimpleName(), what);
    return cause == null
        ? new ExtensionConfigurationException(text)
        : new ExtensionConfigurationException(text, cause);
  }
}
