package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.Dynset;
import dev.dejima.nft.expr.Lookup;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.ObjRefMap;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.Value;
import dev.dejima.packet.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks keys up in sets, and puts them in and takes them out. */
final class SetSteps {
  private static final long MILLI = 1_000_000;

  private SetSteps() {}

  /** What an element keeps is shown every packet that finds it ({@code nft_lookup_eval}). */
  static Step lookup(Lookup lookup, ElementSet set) {
    int key = Register.offset(lookup.sreg());
    boolean inverted = lookup.inverted();
    if (lookup.dreg().isEmpty()) {
      return e -> {
        Element element = set.find(e.registers, key, e.environment.now());
        if ((element != null) == inverted) {
          return Step.BREAK;
        }
        return element == null ? Step.NEXT : element.update(e);
      };
    }
    int target = lookup.dreg().getAsInt();
    int offset = target == Register.VERDICT ? 0 : Register.offset(target);
    return e -> {
      Element element = set.find(e.registers, key, e.environment.now());
      if (element == null) {
        return Step.BREAK;
      }
      if (element.decision != null) {
        int outcome = element.update(e);
        if (outcome == Step.NEXT) {
          e.verdict = element.decision;
          return Step.VERDICT;
        }
        return outcome;
      }
      element.load(e.registers, offset);
      return element.update(e);
    };
  }

  static Step objects(ObjRefMap map, ElementSet set) {
    int key = Register.offset(map.sreg());
    return e -> {
      Element element = set.find(e.registers, key, e.environment.now());
      if (element == null || element.object == null) {
        return Step.BREAK;
      }
      return ObjectSteps.run(element.object, e);
    };
  }

  /** {@code nft_dynset_eval}. */
  static Step update(Dynset dynset, ExprState.Updating updating) {
    ElementSet set = updating.set();
    int key = Register.offset(dynset.sregKey());
    if (dynset.operation() == Dynset.Operation.DELETE) {
      return e -> {
        long now = e.environment.now();
        Element element = set.elements.find(e.registers, key, now);
        if (element != null) {
          set.elements.take(element);
        }
        return Step.NEXT;
      };
    }
    boolean refreshes = dynset.operation() == Dynset.Operation.UPDATE && set.has(NewSet.TIMEOUT);
    return e -> {
      long now = e.environment.now();
      Element element = set.elements.find(e.registers, key, now);
      if (element == null) {
        element = add(dynset, updating, e, now);
      }
      if (element == null) {
        return dynset.inverted() ? Step.NEXT : Step.BREAK;
      }
      if (refreshes && element.expires != Element.NEVER) {
        element.expires = now + timeout(dynset, set) * MILLI;
      }
      int outcome = element.update(e);
      return outcome == Step.NEXT && dynset.inverted() ? Step.BREAK : outcome;
    };
  }

  private static long timeout(Dynset dynset, ElementSet set) {
    return dynset.timeout() != 0 ? dynset.timeout() : set.timeout;
  }

  /** A new element; null if the set is full. */
  private static @Nullable Element add(
      Dynset dynset, ExprState.Updating updating, Evaluation e, long now) {
    ElementSet set = updating.set();
    if (set.elements.size() >= Integer.toUnsignedLong(set.size)) {
      return null;
    }
    Value data = null;
    if (dynset.sregData().isPresent()) {
      int from = Register.offset(dynset.sregData().getAsInt());
      data = new Value(Bytes.of(e.registers, from, set.given.dataLength()));
    }
    Bytes key = Bytes.of(e.registers, Register.offset(dynset.sregKey()), set.given.keyLength());
    SetElement given =
        new SetElement(key, null, data, 0, dynset.timeout(), 0, List.of(), Bytes.EMPTY);
    long timeout = timeout(dynset, set);
    long expires = timeout == 0 ? Element.NEVER : now + timeout * MILLI;
    Stateful[] stateful = ElementBinding.copies(updating.templates(), now);
    Element element =
        stateful.length == 0
            ? new Element(given, null, null, expires)
            : new StatefulElement(given, null, null, expires, stateful);
    ((HashElements) set.elements).insert(element, false, now);
    return element;
  }
}
