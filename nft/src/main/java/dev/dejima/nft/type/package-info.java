/**
 * What values are: nft's data types with their numbers, lengths and byte orders, the words for
 * their values, and the fields of protocol headers. Compiler and decompiler read the same tables.
 */
@NullMarked
package dev.dejima.nft.type;

import org.jspecify.annotations.NullMarked;
