package dev.dejima.netstack;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.KernelProvider;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes kernels in Java; they can be opened anywhere. */
public final class NetstackProvider implements KernelProvider {
  private static final List<String> PRESENT =
      List.of(
          "network namespaces, veth pairs, loopback",
          "ARP, IPv4 and IPv6 routing, neighbours, forwarding, fragments, ICMP and ICMPv6",
          "TCP, UDP, ping and raw sockets, captures",
          "nf_tables families ip, ip6, inet, arp and netdev; filter, nat and route chains",
          "sets, maps, meters and stateful objects",
          "rules that read and write headers and options, ask routes and sockets, number, hash,"
              + " copy",
          "connection tracking of TCP, UDP, ICMP, ICMPv6, SCTP, DCCP and GRE; zones, labels,"
              + " expectations",
          "helpers ftp, tftp, sip, irc and pptp",
          "snat, dnat, masquerade, redirect",
          "nftrace");

  private static final List<String> ABSENT =
      List.of(
          "bridges, VLANs, tunnels, policy rules",
          "packets in chains of the family bridge",
          "programs of the host");

  @Override
  public String name() {
    return "netstack";
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.empty();
  }

  @Override
  public Optional<String> release() {
    return Optional.of(Netstack.RELEASE);
  }

  @Override
  public List<Feature> features() {
    return Stream.concat(
            PRESENT.stream().map(name -> new Feature(name, true)),
            ABSENT.stream().map(name -> new Feature(name, false)))
        .toList();
  }

  @Override
  public Kernel open(KernelOptions options) {
    return new Netstack(options, text -> System.err.println("netstack: " + text));
  }
}
