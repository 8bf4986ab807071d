package dev.dejima.kernel;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * A pipe(7).
 *
 * @param source what was written; -1 once the sink is closed
 * @param sink where to write; throws EPIPE once the source is closed
 */
public record Pipe(InputStream source, OutputStream sink) {}
