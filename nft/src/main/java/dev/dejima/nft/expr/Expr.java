package dev.dejima.nft.expr;

/**
 * One instruction of a rule ({@code NFTA_EXPR_*}). Names and fields are the kernel's; evaluating,
 * encoding and printing each are one exhaustive switch elsewhere.
 */
public sealed interface Expr
    permits Bitwise,
        Byteorder,
        Cmp,
        Compat,
        Connlimit,
        Counter,
        Ct,
        CtSet,
        Exthdr,
        ExthdrReset,
        ExthdrSet,
        Handover,
        Hash,
        Immediate,
        Inner,
        Last,
        Limit,
        Load,
        Log,
        Lookup,
        Masquerade,
        Meta,
        MetaSet,
        Nat,
        Notrack,
        Payload,
        PayloadSet,
        Quota,
        Range,
        Redirect,
        Reject,
        UnknownExpr {}
