/**
 * Networks as code. A {@link dev.dejima.lab.Lab} is a {@link dev.dejima.lab.Topology} and the
 * {@link dev.dejima.lab.LabTest tests} of it, read from a lab file ({@code dev.dejima.lab.file}) or
 * built in Java with the same words ({@link dev.dejima.lab.LabBuilder}).
 *
 * <ul>
 *   <li>The network: {@link dev.dejima.lab.Node}s with {@link dev.dejima.lab.Interface}s, {@link
 *       dev.dejima.lab.Route}s and so on, and {@link dev.dejima.lab.Link}s between them.
 *   <li>A test: {@link dev.dejima.lab.Step}s in order, each an {@link dev.dejima.lab.Action} with
 *       the {@link dev.dejima.lab.Expectation}s of what comes of it.
 * </ul>
 *
 * {@code dev.dejima.lab.run} starts a lab on a kernel and tests it, {@code dev.dejima.lab.report}
 * prints what came of it.
 */
@NullMarked
package dev.dejima.lab;

import org.jspecify.annotations.NullMarked;
