package io.akkord.policies.transformer;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * The rotary angles of every position (Su et al. 2021) as unit complex numbers, {@code [context, headSize / 2, 2]}.
 *
 * <p>Angle {@code j} of position {@code t} is {@code t * theta^(-2j / headSize)}, computed in double whatever the
 * network's precision: a float angle is off by 1e-4 at position 2,000.
 */
final class RotaryAngles {

    private RotaryAngles() {}

    static Tensor of(ModelConfig config, Precision precision, Scope scope) {
        int half = config.headSize() / 2;
        Tensor angles = scope.zeros(precision.type(), config.context(), half, 2);
        MemorySegment memory = angles.memory();
        for (int j = 0; j < half; j++) {
            double frequency = Math.pow(config.ropeTheta(), -2.0 * j / config.headSize());
            for (int t = 0; t < config.context(); t++) {
                long at = 2L * ((long) t * half + j);
                set(memory, precision, at, Math.cos(t * frequency));
                set(memory, precision, at + 1, Math.sin(t * frequency));
            }
        }
        return angles;
    }

    private static void set(MemorySegment memory, Precision precision, long at, double value) {
        switch (precision) {
            case FLOAT32 -> memory.setAtIndex(JAVA_FLOAT, at, (float) value);
            case FLOAT64 -> memory.setAtIndex(JAVA_DOUBLE, at, value);
        }
    }
}
