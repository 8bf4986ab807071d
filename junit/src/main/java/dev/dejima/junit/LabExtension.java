package dev.dejima.junit;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.lab.LabException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What {@link Lab} does: it brings networks up, hands them and their nodes to tests, and takes them
 * down. It has no state: all lies in JUnit's stores, that of a test or, where it is shared, of a
 * class, which close what they hold.
 */
final class LabExtension
    implements BeforeEachCallback,
        AfterEachCallback,
        ParameterResolver,
        ClassTemplateInvocationContextProvider {
  private static final Namespace NAMESPACE = Namespace.create(LabExtension.class);
  private static final String KERNEL = "dejima.kernel";
  private static final String SEED = "dejima.seed";

  /** The key of a network that is up. One with a lab of its own stands below one that is shared. */
  private record Up(LabDeclaration declaration) {}

  // ---- the life of a network

  @Override
  public void beforeEach(ExtensionContext context) throws KernelException {
    Session session = session(context);
    boolean each = store(context).get(KERNEL) != null;
    Optional<Path> file = CapturePolicy.of(context).file(context, kernelOf(context), each);
    session.begin(file.orElse(null));
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    Session session =
        store(owner(context, declaration(context)))
            .get(new Up(declaration(context)), Session.class);
    if (session == null) {
      return; // it could not be brought up, and has said why
    }
    try {
      List<Throwable> failures = session.end();
      boolean failed = context.getExecutionException().isPresent() || !failures.isEmpty();
      Optional<Path> file = session.capture();
      if (file.isPresent() && (failed || CapturePolicy.of(context) == CapturePolicy.ALWAYS)) {
        keep(session, file.get(), context);
      }
      report(failures);
    } finally {
      session.endCapture();
    }
  }

  private static void keep(Session session, Path file, ExtensionContext context)
      throws IOException, InterruptedException {
    session.keep(file, context.getUniqueId());
    context.publishReportEntry("capture", file.toString());
  }

  /** A process of the test has failed that the test did not hear of. */
  private static void report(List<Throwable> failures) throws Exception {
    for (Throwable each : failures.stream().skip(1).toList()) {
      failures.getFirst().addSuppressed(each);
    }
    switch (failures.isEmpty() ? null : failures.getFirst()) {
      case Exception e -> throw e;
      case Error e -> throw e;
      case null, default -> {}
    }
  }

  private static LabDeclaration declaration(ExtensionContext context) {
    return LabDeclaration.find(
            context.getTestMethod().orElse(null),
            context.getRequiredTestClass(),
            context.getEnclosingTestClasses())
        .orElseThrow(() -> new ExtensionConfigurationException("there is no @Lab"));
  }

  /** The network of a test, which is brought up where it is not there yet. */
  private static Session session(ExtensionContext context) {
    LabDeclaration declaration = declaration(context);
    ExtensionContext owner = owner(context, declaration);
    return store(owner)
        .computeIfAbsent(new Up(declaration), _ -> open(context, declaration), Session.class);
  }

  /** What a network belongs to: a test, or the innermost context of the class that shares it. */
  private static ExtensionContext owner(ExtensionContext context, LabDeclaration declaration) {
    if (!declaration.isShared()) {
      return context;
    }
    ExtensionContext owner = context;
    while (owner.getTestMethod().isPresent()
        || !owner.getTestClass().equals(Optional.of(declaration.on()))) {
      Optional<ExtensionContext> parent = owner.getParent();
      if (parent.isEmpty()) {
        return context.getParent().orElse(context);
      }
      owner = parent.get();
    }
    return owner;
  }

  private static Session open(ExtensionContext context, LabDeclaration declaration) {
    dev.dejima.lab.Lab lab =
        store(context.getRoot())
            .computeIfAbsent(declaration, _ -> declaration.read(), dev.dejima.lab.Lab.class);
    Kernel kernel = new KernelChoice(kernelOf(context), seed(context, declaration)).open();
    try {
      return Session.open(lab, kernel);
    } catch (LabException e) {
      throw new ExtensionConfigurationException(
          "@Lab of %s:\n%s".formatted(declaration.on().getSimpleName(), e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the network was brought up", e);
    }
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }

  // ---- parameters

  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Network.class || type == Node.class || type == Kernel.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (context.getTestMethod().isEmpty() && !declaration(context).isShared()) {
      throw new ParameterResolutionException(
          "each test has a network of its own, which is not there yet;"
              + " @Lab(per = Lab.Per.CLASS) gives the class one");
    }
    Network network = new Network(session(context));
    Class<?> type = parameter.getParameter().getType();
    if (type == Node.class) {
      return node(parameter, network);
    }
    return type == Kernel.class ? network.kernel() : network;
  }

  private static Node node(ParameterContext parameter, Network network) {
    Optional<NodeName> name = parameter.findAnnotation(NodeName.class);
    if (name.isEmpty() && !parameter.getParameter().isNamePresent()) {
      throw new ParameterResolutionException(
          "which node is this? @NodeName says it, or the parameter's name with -parameters");
    }
    try {
      return network.node(name.map(NodeName::value).orElse(parameter.getParameter().getName()));
    } catch (IllegalArgumentException e) {
      throw new ParameterResolutionException(String.valueOf(e.getMessage()), e);
    }
  }

  // ---- kernels

  private static String kernelOf(ExtensionContext context) {
    @Nullable String each = store(context).get(KERNEL, String.class);
    if (each != null) {
      return each;
    }
    String own = declaration(context).lab().kernel();
    return own.isEmpty() ? context.getConfigurationParameter(KERNEL).orElse("netstack") : own;
  }

  private static long seed(ExtensionContext context, LabDeclaration declaration) {
    long own = declaration.lab().seed();
    if (own != 0) {
      return own;
    }
    String text = context.getConfigurationParameter(SEED).orElse("1");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ExtensionConfigurationException(SEED + " is no number: " + text, e);
    }
  }

  @Override
  public boolean supportsClassTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getRequiredTestClass(), EachKernel.class);
  }

  @Override
  public Stream<? extends ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
      ExtensionContext context) {
    EachKernel each =
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), EachKernel.class)
            .orElseThrow();
    return Stream.of(each.value()).map(OnKernel::new);
  }

  /** All tests of a class on one kernel. */
  private record OnKernel(String name) implements ClassTemplateInvocationContext {
    @Override
    public String getDisplayName(int invocation) {
      return name;
    }

    @Override
    public void prepareInvocation(ExtensionContext context) {
      store(context).put(KERNEL, name);
    }
  }
}
