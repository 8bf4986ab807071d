package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * Expects connections that belong to a flow ({@code nft_ct_expect_obj} of {@code nft_ct.c}).
 *
 * @param family of which family the connections will be; absent, of the table's
 * @param protocol the number of their transport protocol
 * @param port the port that they will go to
 * @param timeout how long they are expected, ms
 * @param size how many are expected at most
 */
public record CtExpectationObject(
    @Nullable Family family, int protocol, int port, int timeout, int size) implements ObjectData {}
