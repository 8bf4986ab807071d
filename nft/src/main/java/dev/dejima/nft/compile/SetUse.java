package dev.dejima.nft.compile;

import dev.dejima.nft.expr.ObjectType;
import java.util.List;

/**
 * A set or map as a rule uses it.
 *
 * @param name its name
 * @param id its number within the batch; 0 if an earlier one made it
 * @param keys the fields of its key
 * @param interval whether it holds ranges, so that its keys are in network order
 * @param data the fields of its data; empty for a set and for verdicts
 * @param verdicts whether its data are verdicts
 * @param dataInterval whether its data are ranges: the lowest fields, then the highest
 * @param aligned whether a key that is not whole octets stands in its octets as in the packet
 * @param objects of which type the objects are that it holds; {@code UNSPEC} if it holds none
 */
record SetUse(
    String name,
    int id,
    List<ValueType> keys,
    boolean interval,
    List<ValueType> data,
    boolean verdicts,
    boolean dataInterval,
    boolean aligned,
    ObjectType objects) {
  SetUse {
    keys = List.copyOf(keys);
    data = List.copyOf(data);
  }

  /** The same as one that holds nothing for its keys, which is enough to name elements by. */
  SetUse keysOnly() {
    return new SetUse(
        name, id, keys, interval, List.of(), false, false, aligned, ObjectType.UNSPEC);
  }

  /** Whether it has no name of its own, only a pattern. */
  boolean isAnonymous() {
    return name.endsWith("%d");
  }

  /** Whether it holds something for its keys. */
  boolean isMap() {
    return verdicts || !data.isEmpty() || objects != ObjectType.UNSPEC;
  }
}
