/**
 * How bulk bytes cross between JVMs: {@link io.akkord.actors.wire.DataPlane} on sockets of its own, with frames,
 * windows and checksums. What the bytes mean is known to those who send and receive them.
 */
@NullMarked
package io.akkord.actors.wire.socket;

import org.jspecify.annotations.NullMarked;
