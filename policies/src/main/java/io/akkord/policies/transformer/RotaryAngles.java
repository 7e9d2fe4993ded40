package io.akkord.policies.transformer;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.akkord.policies.tensor.ElementType;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * Cosine and sine of each position's rotary angles (Su et al. 2021), {@code [context, headSize / 2]}.
 *
 * <p>Angle {@code j} of position {@code t} is {@code t * theta^(-2j / headSize)}; it turns elements {@code j} and {@code
 * j + headSize / 2} of a head, the half-split layout of Hugging Face. Computed in double whatever the network's
 * precision: a float angle is off by a whole 1e-4 at position 2,000.
 */
record RotaryAngles(Tensor cosines, Tensor sines) {

    static RotaryAngles of(ModelConfig config, Precision precision, Scope scope) {
        int half = config.headSize() / 2;
        Tensor cosines = scope.zeros(precision.type(), config.context(), half);
        Tensor sines = scope.zeros(precision.type(), config.context(), half);
        for (int j = 0; j < half; j++) {
            double frequency = Math.pow(config.ropeTheta(), -2.0 * j / config.headSize());
            MemorySegment cosine = cosines.memory();
            MemorySegment sine = sines.memory();
            for (int t = 0; t < config.context(); t++) {
                long at = (long) t * half + j;
                set(cosine, precision, at, Math.cos(t * frequency));
                set(sine, precision, at, Math.sin(t * frequency));
            }
        }
        return new RotaryAngles(cosines, sines);
    }

    private static void set(MemorySegment memory, Precision precision, long at, double value) {
        if (precision.type() == ElementType.FLOAT32) {
            memory.setAtIndex(JAVA_FLOAT, at, (float) value);
        } else {
            memory.setAtIndex(JAVA_DOUBLE, at, value);
        }
    }
}
