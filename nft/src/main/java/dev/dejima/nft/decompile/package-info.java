/**
 * From nf_tables messages back to the syntax tree that {@code nft list} prints: what the compiler
 * put in on its own is left out again, numbers become words, and what has no words is shown as bits
 * of the packet.
 */
@NullMarked
package dev.dejima.nft.decompile;

import org.jspecify.annotations.NullMarked;
