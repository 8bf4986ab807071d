package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlowtable;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import java.util.HashSet;
import java.util.Set;

/** In which tables of a batch that is only tried something stands that this kernel lacks. */
final class Lacks {
  private record Place(Family family, String table) {}

  private final Set<Place> places = new HashSet<>();

  /** Whether Linux would not have refused a message. */
  boolean excuse(NftMessage message, Refused refused) {
    Place place = new Place(message.family(), table(message));
    if (refused.isLack()) {
      places.add(place);
      return true;
    }
    return refused.errno() == Errno.ENOENT && places.contains(place);
  }

  boolean in(Table table) {
    return places.contains(new Place(table.family, table.name));
  }

  private static String table(NftMessage message) {
    return switch (message) {
      case NewTable table -> table.name();
      case NewChain chain -> chain.table();
      case NewRule rule -> rule.table();
      case NewSet set -> set.table();
      case NewSetElements elements -> elements.table();
      case NewObject object -> object.table();
      case NewFlowtable flowtable -> flowtable.table();
      default -> "";
    };
  }
}
