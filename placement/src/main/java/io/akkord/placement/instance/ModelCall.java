package io.akkord.placement.instance;

import java.util.List;

/**
 * One call of a network in an iteration, and how it could be run.
 *
 * @param role of the network; calls of one role share parameters
 * @param trains whether it changes the parameters
 * @param size of the network, as the transfer times are keyed by; empty where unknown
 * @param options at least one
 */
public record ModelCall(String name, String role, boolean trains, String size, List<CallOption> options) {

    public ModelCall {
        options = List.copyOf(options);
    }
}
