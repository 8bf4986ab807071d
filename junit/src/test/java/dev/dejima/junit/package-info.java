@NullMarked
package dev.dejima.junit;

import org.jspecify.annotations.NullMarked;
