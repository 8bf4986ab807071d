package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;

/** Members for a named set or map, to add, delete or look up. */
public record Elements(
    Family family, Name table, Name set, Expression.SetLiteral elements, Span span)
    implements Subject.Definition {}
