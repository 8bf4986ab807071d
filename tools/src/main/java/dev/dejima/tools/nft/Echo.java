package dev.dejima.tools.nft;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink.Group;
import dev.dejima.kernel.Netlink.Subscription;
import dev.dejima.kernel.NfTables;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewFlowtable;
import dev.dejima.nft.expr.NewGeneration;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Commits a batch, and tells what the kernel then told whoever listened, as far as nft asked for
 * it: what was made, not what was taken away or renamed; and the generation if the first of its
 * requests made something.
 */
final class Echo {
  private final NfTables nfTables;

  Echo(NfTables nfTables) {
    this.nfTables = nfTables;
  }

  /**
   * Commits a batch.
   *
   * @return the events that it caused; of very many some may be missing
   */
  List<NftMessage> commit(List<NftMessage> batch) throws KernelException {
    try (Subscription<NftMessage> subscription = nfTables.subscribe(Set.of(Group.NFTABLES))) {
      nfTables.commit(batch);
      List<NftMessage> events = new ArrayList<>();
      Optional<NftMessage> event = next(subscription);
      while (event.isPresent()) {
        if (isEchoed(event.get(), batch)) {
          events.add(event.get());
        }
        event = event.get() instanceof NewGeneration ? Optional.empty() : next(subscription);
      }
      return events;
    }
  }

  private static boolean isEchoed(NftMessage event, List<NftMessage> batch) {
    return switch (event) {
      case NewChain chain -> batch.stream().noneMatch(request -> isRenaming(request, chain.name()));
      case NewGeneration _ -> asksForEcho(batch.getFirst());
      case DelRule rule -> batch.stream().anyMatch(request -> isReplacing(request, rule.handle()));
      default -> asksForEcho(event);
    };
  }

  private static boolean asksForEcho(NftMessage message) {
    return switch (message) {
      case NewChain chain -> !isRenaming(chain, chain.name());
      case NewTable _, NewRule _, NewSet _, NewSetElements _, NewObject _, NewFlowtable _ -> true;
      default -> false;
    };
  }

  private static boolean isRenaming(NftMessage request, String name) {
    return request instanceof NewChain chain && chain.handle() != 0 && chain.name().equals(name);
  }

  private static boolean isReplacing(NftMessage request, long handle) {
    return request instanceof NewRule rule
        && rule.mode().contains(NewFlag.REPLACE)
        && rule.handle() == handle;
  }

  private static Optional<NftMessage> next(Subscription<NftMessage> events) throws KernelException {
    try {
      return events.poll();
    } catch (KernelException e) {
      if (e.errno() == Errno.ENOBUFS) {
        return events.poll();
      }
      throw e;
    }
  }
}
