/**
 * Why a probe came to nothing, and what to do: {@link dev.dejima.lab.explain.Explanation} reads the
 * one cause off a {@link dev.dejima.lab.trace.Trace}.
 */
@NullMarked
package dev.dejima.lab.explain;

import org.jspecify.annotations.NullMarked;
