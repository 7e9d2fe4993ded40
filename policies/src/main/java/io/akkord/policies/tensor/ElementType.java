package io.akkord.policies.tensor;

/**
 * What a tensor's elements are.
 *
 * <p>Only types that DJL's native layer survives: asking it for bfloat16 ends the process.
 */
public enum ElementType {
    FLOAT32(0, 4),
    FLOAT64(1, 8),
    INT64(6, 8);

    private final int code;
    private final int bytes;

    ElementType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** DJL's number for it. */
    int code() {
        return code;
    }

    public int bytes() {
        return bytes;
    }

    static ElementType of(int code) {
        for (ElementType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalStateException("a tensor came back with an element type of code " + code
                + "; scripts may return float32, float64 and int64 only");
    }
}
