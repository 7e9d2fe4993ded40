package io.akkord.placement.cluster;

import java.util.Locale;

/** The number formats in which devices multiply and models are kept. */
public enum Precision {
    FLOAT64(8),
    FLOAT32(4),
    BFLOAT16(2),
    FLOAT8(1);

    private final int bytes;

    Precision(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one number. */
    public int bytes() {
        return bytes;
    }

    /** The format as configs and people write it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
