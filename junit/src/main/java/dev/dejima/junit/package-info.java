/**
 * Networks in JUnit tests. {@link dev.dejima.junit.Lab} on a class or a method brings a lab's
 * network up for each test; its parameters are the {@link dev.dejima.junit.Network} and its {@link
 * dev.dejima.junit.Node}s. AssertJ's {@code assertThat} knows what came of probes and traces.
 */
@NullMarked
package dev.dejima.junit;

import org.jspecify.annotations.NullMarked;
