package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import org.jspecify.annotations.Nullable;

/**
 * A named object that rules and maps refer to: {@code counter web { … }}.
 *
 * @param handle the kernel's number; 0 where unknown
 * @param spec what it is
 * @param comment absent where none
 */
public record StatefulObject(
    Family family,
    Name table,
    Name name,
    long handle,
    ObjectSpec spec,
    @Nullable String comment,
    Span span)
    implements Subject.Definition {}
