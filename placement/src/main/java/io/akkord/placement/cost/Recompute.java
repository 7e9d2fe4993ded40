package io.akkord.placement.cost;

import java.util.Locale;

/** What a training pass forgets on its way forward and computes again on its way back (Korthikanti et al. 2022, section 5). */
public enum Recompute {
    /** Nothing: all activations wait for the way back. */
    NONE,
    /** The scores of attention, which are large and cheap to make. */
    SELECTIVE,
    /** All but the input of each block. */
    FULL;

    /** The choice as configs and people write it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
