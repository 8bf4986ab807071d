package dev.dejima.nft.expr;

/**
 * Lets a flowtable forward the packets of this flow from now on ({@code nft_flow_offload.c}).
 *
 * @param flowtable the name of the flowtable
 */
public record FlowOffload(String flowtable) implements Handover {}
