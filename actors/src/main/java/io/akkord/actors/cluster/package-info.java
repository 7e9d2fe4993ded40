/**
 * How a JVM becomes a node: Akka's settings in one place, the serializers of wire and journal, joining. Which actors a
 * node runs is decided elsewhere.
 */
@NullMarked
package io.akkord.actors.cluster;

import org.jspecify.annotations.NullMarked;
