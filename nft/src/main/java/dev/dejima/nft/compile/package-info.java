/**
 * From the syntax tree to nf_tables messages. {@link Compiler} takes commands and the ruleset that
 * they apply to; {@link RuleCompiler} turns one rule's statements into expressions, with the
 * matches that they imply; {@link Constants} knows how values of each type are written.
 */
@NullMarked
package dev.dejima.nft.compile;

import org.jspecify.annotations.NullMarked;
