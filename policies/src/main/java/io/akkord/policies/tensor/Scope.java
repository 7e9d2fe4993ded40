package io.akkord.policies.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Closes the tensors that were made in it, last first, unless one is kept. */
public final class Scope implements AutoCloseable {

    private final List<Tensor> tensors = new ArrayList<>();

    /** A tensor of zeros that ends with this scope. */
    public Tensor zeros(ElementType type, long... shape) {
        return own(Tensor.zeros(type, shape));
    }

    /** A vector of these numbers in a network's precision. */
    public Tensor of(Precision precision, double... values) {
        Tensor tensor = zeros(precision.type(), values.length);
        MemorySegment memory = tensor.memory();
        for (int i = 0; i < values.length; i++) {
            if (precision == Precision.FLOAT32) {
                memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) values[i]);
            } else {
                memory.setAtIndex(ValueLayout.JAVA_DOUBLE, i, values[i]);
            }
        }
        return tensor;
    }

    /** A vector of these integers. */
    public Tensor of(long... values) {
        Tensor tensor = zeros(ElementType.INT64, values.length);
        tensor.memory().copyFrom(MemorySegment.ofArray(values));
        return tensor;
    }

    /** Takes over a tensor. */
    public Tensor own(Tensor tensor) {
        tensors.add(tensor);
        return tensor;
    }

    /** Lets go of a tensor, which the caller closes from now on. */
    public Tensor keep(Tensor tensor) {
        for (int i = tensors.size() - 1; i >= 0; i--) {
            if (tensors.get(i) == tensor) {
                tensors.remove(i);
                return tensor;
            }
        }
        throw new IllegalStateException("the scope does not hold this tensor");
    }

    @Override
    public void close() {
        for (int i = tensors.size() - 1; i >= 0; i--) {
            tensors.get(i).close();
        }
        tensors.clear();
    }
}
