/**
 * Networks as code: a {@link dev.dejima.lab.Lab} is a topology and the tests of it, read from a lab
 * file ({@code dev.dejima.lab.file}) or built in Java with the same words ({@link
 * dev.dejima.lab.LabBuilder}); {@code dev.dejima.lab.run} starts it on a kernel and tests it,
 * {@code dev.dejima.lab.report} prints what came of it.
 */
@NullMarked
package dev.dejima.lab;

import org.jspecify.annotations.NullMarked;
