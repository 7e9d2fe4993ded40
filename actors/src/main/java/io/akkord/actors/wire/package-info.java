/**
 * How messages and bulk cross between nodes: the closed table of what may travel, Kryo behind Akka's buffers, and a
 * lane of its own for whatever is larger than a frame.
 */
@NullMarked
package io.akkord.actors.wire;

import org.jspecify.annotations.NullMarked;
