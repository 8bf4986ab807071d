package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Data;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.ObjectName;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.Value;
import dev.dejima.nft.expr.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks new elements of a set, finds what they lead to, and makes what they keep ({@code
 * nft_add_set_elem}).
 */
final class ElementBinding {
  private static final long MILLI = 1_000_000;
  private static final Stateful[] NONE = {};
  private static final int KNOWN_FLAGS = SetElement.INTERVAL_END | SetElement.CATCH_ALL;

  private final ElementSet set;
  private final long now;

  ElementBinding(ElementSet set, long now) {
    this.set = set;
    this.now = now;
  }

  /** Checks what is common to elements that come and go. */
  static void checkMeant(ElementSet set, SetElement given) throws Refused {
    boolean end = (given.flags() & SetElement.INTERVAL_END) != 0;
    boolean catchAll = (given.flags() & SetElement.CATCH_ALL) != 0;
    if ((given.flags() & ~KNOWN_FLAGS) != 0) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    boolean fields = set.has(NewSet.CONCAT) && set.isInterval();
    boolean ending = given.keyEnd() != null;
    if ((end && (!set.isInterval() || catchAll || fields))
        || catchAll != given.key().isEmpty()
        || (ending && (!fields || catchAll))) {
      throw new Refused(Errno.EINVAL);
    }
    int length = set.given.keyLength();
    if ((!catchAll && given.key().length() != length)
        || (given.keyEnd() != null && given.keyEnd().length() != length)) {
      throw new Refused(Errno.EINVAL);
    }
  }

  /**
   * Takes an element in.
   *
   * @throws Refused for one that the set cannot have
   */
  Element bind(SetElement given) throws Refused {
    checkMeant(set, given);
    Data data = given.data();
    boolean end = (given.flags() & SetElement.INTERVAL_END) != 0;
    boolean object = set.given.objectType() != ObjectType.UNSPEC;
    if ((data != null) != ((set.isMap() || object) && !end)
        || (data != null && data instanceof ObjectName != object)
        || (end && isMore(given))) {
      throw new Refused(Errno.EINVAL);
    }
    long expires = expires(given, end);
    Stateful[] stateful = stateful(given, end);
    NamedObject leads = data instanceof ObjectName(var name) ? object(name) : null;
    Decision decision = data == null ? null : decision(data);
    return stateful.length == 0
        ? new Element(given, decision, leads, expires)
        : new StatefulElement(given, decision, leads, expires, stateful);
  }

  /** Whether an element has what the end of an interval has not. */
  private static boolean isMore(SetElement given) {
    return given.timeout() != 0
        || given.expiration() != 0
        || !given.userData().isEmpty()
        || !given.exprs().isEmpty();
  }

  /** How long an element stays, ms; 0 for ever. */
  long timeout(SetElement given) {
    return given.timeout() != 0 ? given.timeout() : set.timeout;
  }

  private long expires(SetElement given, boolean end) throws Refused {
    if ((given.timeout() != 0 || given.expiration() != 0) && !set.has(NewSet.TIMEOUT)) {
      throw new Refused(Errno.EINVAL);
    }
    SetChecks.checkTime(given.timeout());
    long timeout = end ? 0 : timeout(given);
    if (given.expiration() != 0) {
      if (timeout == 0) {
        throw new Refused(Errno.EOPNOTSUPP);
      }
      SetChecks.checkTime(given.expiration());
      if (Long.compareUnsigned(given.expiration(), timeout) > 0) {
        throw new Refused(Errno.ERANGE);
      }
    }
    if (timeout == 0) {
      return Element.NEVER;
    }
    long left = given.expiration() != 0 ? given.expiration() : timeout;
    return left > (Element.NEVER - now) / MILLI ? Element.NEVER - 1 : now + left * MILLI;
  }

  private Stateful[] stateful(SetElement given, boolean end) throws Refused {
    List<Expr> own = given.exprs();
    if (own.isEmpty()) {
      return end ? NONE : copies(set.templates, now);
    }
    if (own.size() > SetChanges.MAX_EXPRS
        || (set.templates.length != 0 && own.size() > Math.max(1, set.templates.length))) {
      throw new Refused(Errno.E2BIG);
    }
    Stateful[] stateful = new Stateful[own.size()];
    for (int i = 0; i < stateful.length; i++) {
      stateful[i] = SetChanges.template(own.get(i), set.given, set.kind, now);
    }
    if (!fit(set, stateful)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    return stateful;
  }

  /** Whether elements of a set may keep this: what all keep, where the set says so. */
  static boolean fit(ElementSet set, Stateful[] stateful) {
    if (set.templates.length == 0) {
      return true;
    }
    for (int i = 0; i < Math.min(stateful.length, set.templates.length); i++) {
      if (!stateful[i].kind().equals(set.templates[i].kind())) {
        return false;
      }
    }
    return stateful.length == set.templates.length;
  }

  /** What a new element keeps. */
  static Stateful[] copies(Stateful[] templates, long now) {
    if (templates.length == 0) {
      return NONE;
    }
    Stateful[] copies = new Stateful[templates.length];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = templates[i].copy(now);
    }
    return copies;
  }

  private NamedObject object(String name) throws Refused {
    NamedObject object = set.table.objects.get(new NamedObject.Key(set.given.objectType(), name));
    if (object == null) {
      throw new Refused(Errno.ENOENT);
    }
    return object;
  }

  private @Nullable Decision decision(Data data) throws Refused {
    return switch (data) {
      case ObjectName _ -> null;
      case Verdict verdict when set.hasVerdicts() -> {
        Chain target = ExprBinding.target(set.table, verdict, null);
        if (target != null && target.isBinding()) {
          throw new Refused(Errno.EINVAL);
        }
        yield new Decision(verdict, target);
      }
      case Value(var octets) when !set.hasVerdicts() && octets.length() == set.given.dataLength() ->
          null;
      case Verdict _, Value _ -> throw new Refused(Errno.EINVAL);
    };
  }

  /** The same element with another time to live. */
  static SetElement withTimeout(SetElement given, long timeout) {
    return new SetElement(
        given.key(),
        given.keyEnd(),
        given.data(),
        given.flags(),
        timeout,
        0,
        given.exprs(),
        given.userData());
  }
}
