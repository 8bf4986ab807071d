/**
 * The ruleset optimizer, {@code nft -o}: rules that follow each other and ask the same questions
 * become one rule with a set, a map or a verdict map. From syntax tree to syntax tree, before
 * anything is compiled; nft(8), option {@code --optimize}.
 *
 * <p>{@link dev.dejima.nft.optimize.Optimizer} walks through the tables of a batch. For each chain
 * a {@code StatementMatrix} puts what rules have in common into columns and finds runs of rules of
 * the same shape; {@code RuleMerger} makes one rule of each run.
 */
@NullMarked
package dev.dejima.nft.optimize;

import org.jspecify.annotations.NullMarked;
