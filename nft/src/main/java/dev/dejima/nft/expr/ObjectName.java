package dev.dejima.nft.expr;

/** The object that an element of an object map stands for ({@code NFTA_SET_ELEM_OBJREF}). */
public record ObjectName(String name) implements Data {}
