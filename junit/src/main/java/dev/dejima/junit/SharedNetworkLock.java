package dev.dejima.junit;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/** Tests that share a network follow each other. */
final class SharedNetworkLock implements ResourceLocksProvider {
  @Override
  public Set<Lock> provideForMethod(
      List<Class<?>> enclosing, Class<?> testClass, Method testMethod) {
    return LabDeclaration.find(testMethod, testClass, enclosing)
        .filter(LabDeclaration::isShared)
        .map(lab -> Set.of(new Lock("dev.dejima.junit: the network of " + lab.on().getName())))
        .orElse(Set.of());
  }
}
