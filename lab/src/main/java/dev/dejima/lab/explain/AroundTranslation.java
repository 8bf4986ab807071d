package dev.dejima.lab.explain;

import dev.dejima.kernel.path.FlowEvent.Translated;
import dev.dejima.lab.explain.Addresses.Owned;
import dev.dejima.lab.run.Flow;
import dev.dejima.lab.trace.Journey;
import dev.dejima.packet.IpAddress;
import java.util.List;
import java.util.Optional;

/** The answer goes another way than by the node that translated, so that nobody knows it. */
record AroundTranslation() implements Diagnosis {
  @Override
  public Optional<Explanation> of(Case failed) {
    Journey back = failed.trace().back().orElse(null);
    if (back == null || back.hops().isEmpty() || failed.trace().disposition().isSuccess()) {
      return Optional.empty();
    }
    boolean came = back.hops().getLast().node().equals(failed.trace().from());
    return Case.last(failed.trace().there(), Translated.class)
        .filter(translated -> came && !passes(back, translated.moment().namespace()))
        .map(translated -> explanation(failed, back, translated));
  }

  private static boolean passes(Journey way, String node) {
    return way.hops().stream().anyMatch(hop -> hop.node().equals(node));
  }

  private static Explanation explanation(Case failed, Journey back, Translated translated) {
    String router = translated.moment().namespace();
    String from = failed.trace().from();
    String server = back.hops().getFirst().node();
    IpAddress client = translated.after().source();
    IpAddress target = translated.after().destination();
    List<String> evidence =
        List.of(
            "%s translated: %s".formatted(router, Words.change(translated)),
            "%s answers %s itself, not by %s".formatted(server, client, router),
            "%s asked %s and does not know an answer from %s"
                .formatted(from, Flow.of(translated.before()).destinationText(), target));
    boolean sameNetwork =
        failed.addresses().owners(target).stream()
            .map(Owned::prefix)
            .anyMatch(prefix -> prefix.network().contains(client));
    return sameNetwork
        ? new Explanation(
            "%s and %s are in one network, and the answer goes round %s, which translated the question (hairpin)"
                .formatted(from, server, router),
            evidence,
            "let %1$s translate the source too: nft add rule … postrouting %2$s saddr %3$s %2$s daddr %4$s masquerade"
                .formatted(router, Words.ip(client), network(failed, target), target))
        : new Explanation(
            "the answer goes round %s, which translated the question".formatted(router),
            evidence,
            "at %s, let the way to %s go by %s; or let %s masquerade what it sends there"
                .formatted(server, client, router, router));
  }

  private static String network(Case failed, IpAddress target) {
    return failed.addresses().owners(target).getFirst().prefix().network().toString();
  }
}
