package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.KernelProvider;
import dev.dejima.netstack.NetstackProvider;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.WeakHashMap;

/** The kernels that this program knows. */
final class Kernels {
  /** Part of this program: to look for it would mean to look into every jar. */
  private static final KernelProvider NETSTACK = new NetstackProvider();

  private static final Duration END = Duration.ofSeconds(5);

  /** Those that may be open; what nobody uses any more is forgotten. */
  private static final Set<Kernel> OPEN =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private static volatile boolean ending;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Kernels::end, "end"));
  }

  private Kernels() {}

  /** Whether the program is being ended from outside, so that whatever fails now is no news. */
  static boolean isEnding() {
    return ending;
  }

  static List<KernelProvider> all() {
    return ServiceLoader.load(KernelProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted((a, b) -> b.name().compareTo(a.name()))
        .toList();
  }

  /** The kernel of a name, or the problem that there is none, or none here. */
  static KernelProvider find(String name) {
    if (name.equals(NETSTACK.name())) {
      return NETSTACK;
    }
    List<KernelProvider> known = all();
    for (KernelProvider provider : known) {
      if (provider.name().equals(name)) {
        return provider;
      }
    }
    throw new Problem(
        ExitStatus.WRONG_INPUT,
        "dejima: unknown kernel \"%s\"; known: %s"
            .formatted(name, String.join(", ", known.stream().map(KernelProvider::name).toList())));
  }

  /** Makes sure that kernels of a name can be opened, or says why not. */
  static KernelProvider ready(String name, boolean here) throws InterruptedException {
    KernelProvider provider = find(name);
    if (name.equals("linux") && !here && provider.unavailable().isPresent()) {
      UserNamespace.startAgainInside();
    }
    provider
        .unavailable()
        .ifPresent(
            why -> {
              throw new Problem(
                  ExitStatus.REFUSED, "dejima: the kernel " + name + " cannot be used: " + why);
            });
    return provider;
  }

  /** Opens a kernel that goes when this program goes, however that is made to end. */
  static Kernel open(String name, KernelOptions options) throws InterruptedException {
    KernelProvider provider = ready(name, options.here());
    try {
      Kernel kernel = provider.open(options);
      OPEN.add(kernel);
      return kernel;
    } catch (KernelException e) {
      throw new Problem(
          ExitStatus.REFUSED, "dejima: the kernel " + name + " does not open: " + e.getMessage());
    }
  }

  /** A program that ignores its end must not keep this one from ending. */
  private static void end() {
    ending = true;
    List<Thread> closers = List.copyOf(OPEN).stream().map(Kernels::close).toList();
    try {
      for (Thread closer : closers) {
        closer.join(END);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread close(Kernel kernel) {
    return Thread.ofPlatform().daemon().name("close the kernel").start(kernel::close);
  }
}
