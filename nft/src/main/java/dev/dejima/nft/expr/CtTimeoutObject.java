package dev.dejima.nft.expr;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives a flow timeouts of its own ({@code nft_ct_timeout_obj} of {@code nft_ct.c}).
 *
 * @param family for flows of which family; absent, of the table's
 * @param protocol the number of the transport protocol
 * @param policy seconds by the flow's state, counted from 0 ({@code CTA_TIMEOUT_TCP_*} and {@code
 *     CTA_TIMEOUT_UDP_*} count from 1)
 */
public record CtTimeoutObject(
    @Nullable Family family, int protocol, SortedMap<Integer, Integer> policy)
    implements ObjectData {
  /** Keeps a copy. */
  public CtTimeoutObject {
    policy = Collections.unmodifiableSortedMap(new TreeMap<>(policy));
  }
}
