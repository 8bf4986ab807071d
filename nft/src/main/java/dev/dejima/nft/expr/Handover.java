package dev.dejima.nft.expr;

/** An instruction that gives the packet, a copy of it, or the rest of its flow to somebody else. */
public sealed interface Handover extends Expr
    permits Dup, FlowOffload, Fwd, Queue, Synproxy, Tproxy {}
