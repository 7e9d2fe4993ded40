/** Proof that several JVMs are one cluster: each test starts real ones, on free ports of the loopback. */
@NullMarked
package io.akkord.tests.cluster;

import org.jspecify.annotations.NullMarked;
