@NullMarked
package dev.dejima.cli;

import org.jspecify.annotations.NullMarked;
