/**
 * How the ranks of a cut network exchange arrays: through memory within a JVM, through the {@link
 * io.akkord.actors.wire.DataPlane} between JVMs. Which messages make up a sum is data of {@code placement.collective};
 * what ranks exchange, and when, is decided in {@code policies}.
 */
@NullMarked
package io.akkord.actors.collective;

import org.jspecify.annotations.NullMarked;
