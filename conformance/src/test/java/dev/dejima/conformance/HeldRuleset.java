package dev.dejima.conformance;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.NfTables;
import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetChains;
import dev.dejima.nft.expr.GetObjects;
import dev.dejima.nft.expr.GetRules;
import dev.dejima.nft.expr.GetSetElements;
import dev.dejima.nft.expr.GetSets;
import dev.dejima.nft.expr.GetTables;
import dev.dejima.nft.expr.NewGeneration;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.SetElement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a kernel holds and tells of a ruleset, as lines that two kernels have in common: without
 * flags of requests, what time has gone by, the order of tables of hashes, and the names that the
 * kernel makes up for chains.
 */
final class HeldRuleset implements AutoCloseable {
  private static final Pattern MODE = Pattern.compile("mode=\\[[^]]*]");
  private static final Pattern EXPIRATION = Pattern.compile("expiration=[1-9]\\d*");
  private static final Pattern MADE_UP = Pattern.compile("__chain\\d+");

  private final NfTables nfTables;
  private final Netlink.Subscription<NftMessage> events;
  private final Map<String, String> chains = new HashMap<>();

  HeldRuleset(NfTables nfTables) throws KernelException {
    this.nfTables = nfTables;
    this.events = nfTables.subscribe(Set.of(Netlink.Group.NFTABLES));
  }

  /** Sends a batch; answers what was refused, and what is told of it. */
  List<String> commit(List<NftMessage> batch) throws KernelException {
    List<String> lines = new ArrayList<>();
    try {
      nfTables.commit(batch);
    } catch (NetlinkException e) {
      e.refusals().forEach(r -> lines.add("refused " + r.index() + " " + r.errno()));
    }
    List<String> run = new ArrayList<>();
    for (Optional<NftMessage> event = events.poll(); event.isPresent(); event = events.poll()) {
      NftMessage message = event.get();
      boolean ofElements = message instanceof NewSetElements || message instanceof DelSetElements;
      if (!ofElements) {
        flush(run, lines);
      }
      (ofElements ? run : lines).add("event " + line(message));
    }
    flush(run, lines);
    return lines;
  }

  private static void flush(List<String> run, List<String> lines) {
    Collections.sort(run);
    lines.addAll(run);
    run.clear();
  }

  /** All there is. */
  List<String> dump() throws KernelException {
    List<String> lines = new ArrayList<>();
    for (NftMessage request :
        List.of(
            new GetTables(Family.UNSPEC),
            new GetChains(Family.UNSPEC),
            new GetRules(Family.UNSPEC, null, null),
            new GetSets(Family.UNSPEC, null),
            new GetObjects(Family.UNSPEC, null, ObjectType.UNSPEC, null, false))) {
      for (NftMessage answer : nfTables.dump(request)) {
        lines.add(line(answer));
        if (answer instanceof NewSet set) {
          lines.addAll(elements(set));
        }
      }
    }
    return lines;
  }

  private List<String> elements(NewSet set) throws KernelException {
    List<String> lines = new ArrayList<>();
    for (NftMessage answer :
        nfTables.dump(new GetSetElements(set.family(), set.table(), set.name()))) {
      for (SetElement element : ((NewSetElements) answer).elements()) {
        lines.add("  " + plain(element.toString()));
      }
    }
    Collections.sort(lines);
    return lines;
  }

  private String line(NftMessage message) {
    return message instanceof NewGeneration generation
        ? "generation " + generation.id()
        : plain(message.toString());
  }

  private String plain(String text) {
    String plain = MODE.matcher(text).replaceAll("mode");
    plain = EXPIRATION.matcher(plain).replaceAll("expiration");
    Matcher matcher = MADE_UP.matcher(plain);
    return matcher.replaceAll(
        name ->
            chains.computeIfAbsent(name.group(), _ -> "__chain" + (char) ('A' + chains.size())));
  }

  @Override
  public void close() {
    events.close();
  }
}
