package dev.dejima.bench;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.KernelProvider;
import dev.dejima.lab.Lab;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.run.Network;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetRules;
import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * Times how long a kernel and the network of the destination-NAT example take to be up: the first
 * time in a process, in many processes, and again and again in one.
 */
final class SetUp {
  private static final int ROUNDS = 15;
  private static final int WARM = 50;

  private SetUp() {}

  /** Takes the project's directory; with a kernel's name behind it, prints one first time. */
  public static void main(String[] args) throws Exception {
    Lab lab = LabFile.read(Path.of(args[0], "examples/destination-nat/lab.yaml"));
    if (args.length > 1) {
      System.out.println("nanoseconds " + time(provider(args[1]), lab));
      System.exit(0);
    }
    System.out.println(Machine.facts());
    System.out.println(Samples.header());
    for (KernelProvider provider : ServiceLoader.load(KernelProvider.class)) {
      if (provider.unavailable().isPresent()) {
        System.out.println(provider.name() + " is left out: " + provider.unavailable().get());
      } else {
        measure(provider, lab, args[0]);
      }
    }
    System.out.println(Machine.facts());
    System.exit(0);
  }

  private static KernelProvider provider(String name) {
    return ServiceLoader.load(KernelProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void measure(KernelProvider provider, Lab lab, String home) throws Exception {
    Samples first = new Samples(provider.name() + ", first in a process", ROUNDS);
    Child child = Child.java(provider.name(), SetUp.class, "nanoseconds", home, provider.name());
    for (int i = 0; i < ROUNDS; i++) {
      first.add(Long.parseLong(child.run().replaceAll("(?s).*nanoseconds (\\d+).*", "$1")));
    }
    System.out.println(first);
    Samples warm = new Samples(provider.name() + ", again in the same process", WARM);
    for (int i = 0; i < WARM; i++) {
      time(provider, lab);
    }
    for (int i = 0; i < WARM; i++) {
      warm.add(time(provider, lab));
    }
    System.out.println(warm);
  }

  private static long time(KernelProvider provider, Lab lab) throws Exception {
    long start = System.nanoTime();
    try (Kernel kernel = provider.open(KernelOptions.DEFAULT);
        Network network = Network.start(lab, kernel)) {
      long nanos = System.nanoTime() - start;
      int rules =
          network.namespace("router").nfTables().dump(new GetRules(Family.IP, null, null)).size();
      if (kernel.namespaces().size() != lab.topology().nodes().size() || rules == 0) {
        throw new IllegalStateException("the network is not there");
      }
      return nanos;
    }
  }
}
