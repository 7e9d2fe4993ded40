/**
 * How messages and bulk cross between nodes: the closed table of what may travel, Kryo behind Akka's buffers, and for
 * whatever is larger than a frame a lane that sends it over the data plane. The plane's sockets are elsewhere.
 */
@NullMarked
package io.akkord.actors.wire;

import org.jspecify.annotations.NullMarked;
