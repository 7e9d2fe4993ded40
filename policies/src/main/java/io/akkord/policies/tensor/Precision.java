package io.akkord.policies.tensor;

/** In which floating-point type a network holds its weights and computes; float64 is for proofs. */
public enum Precision {
    FLOAT32(ElementType.FLOAT32),
    FLOAT64(ElementType.FLOAT64);

    private final ElementType type;

    Precision(ElementType type) {
        this.type = type;
    }

    public ElementType type() {
        return type;
    }
}
