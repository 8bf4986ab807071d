/**
 * The language of nft(8): the lexer and parser that turn text into a syntax tree, the tree itself,
 * and the printer that turns a tree into the lines that {@code nft list} prints. Values are kept as
 * written; what a word means for a field is decided when the tree is compiled.
 */
@NullMarked
package dev.dejima.nft.syntax;

import org.jspecify.annotations.NullMarked;
