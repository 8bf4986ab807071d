/**
 * {@code conntrack} of conntrack-tools: lists, makes, changes, forgets and follows what connection
 * tracking holds.
 *
 * <p>{@link dev.dejima.tools.conntrack.Arguments} become a {@link
 * dev.dejima.tools.conntrack.Request}: a command, a template of a flow, and how to print. The
 * template picks flows, or is what a new one shall be. Four printers write what conntrack(8)
 * writes.
 */
@NullMarked
package dev.dejima.tools.conntrack;

import org.jspecify.annotations.NullMarked;
