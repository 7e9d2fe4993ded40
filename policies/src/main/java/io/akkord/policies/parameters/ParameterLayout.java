package io.akkord.policies.parameters;

import io.akkord.policies.models.ShardWeights;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.tensor.ElementType;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.DType;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Weights;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Where each Hugging Face tensor lies in a network's device tensors.
 *
 * <p>Query, key and value projections are stacked in one tensor, and so are gate and up of the SwiGLU: one matrix
 * product instead of three, and of two. A shard has its slices of its stage's tensors. Everything shaped like the parameters (gradients, AdamW moments) is copied in
 * and out by the same layout.
 */
public final class ParameterLayout {

    /** A Hugging Face tensor: what device tensor {@code tensor} holds from element {@code offset} on. */
    private record Slot(String name, long[] shape, int tensor, long offset) {

        long elements() {
            return shape.length == 1 ? shape[0] : shape[0] * shape[1];
        }

        boolean isRotated() {
            return name.contains(".q_proj.") || name.contains(".k_proj.");
        }
    }

    private final ModelConfig config;
    private final Shard shard;
    private final List<long[]> shapes = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();

    /** The layout of this shard of networks of this shape. */
    public ParameterLayout(ModelConfig config, Shard shard) {
        this.config = config;
        this.shard = shard;
        ShardWeights.shapes(config, shard).forEach((name, shape) -> {
            boolean stacked = name.contains(".k_proj.") || name.contains(".v_proj.") || name.contains(".up_proj.");
            if (stacked) {
                long[] stack = shapes.getLast();
                slots.add(new Slot(name, shape, shapes.size() - 1, stack[0] * stack[1]));
                stack[0] += shape[0];
            } else {
                slots.add(new Slot(name, shape, shapes.size(), 0));
                shapes.add(shape.clone());
            }
        });
    }

    /** Device tensors of zeros in this layout, owned by the scope. */
    public List<Tensor> allocate(Scope scope, Precision precision) {
        var tensors = new ArrayList<Tensor>();
        for (long[] shape : shapes) {
            tensors.add(scope.zeros(precision.type(), shape));
        }
        return tensors;
    }

    /**
     * Writes host values, of any floating-point type, into device tensors of this layout.
     *
     * @throws io.akkord.algorithms.UserError naming the tensor if one is missing, unexpected or of another shape
     */
    public void copyIn(Weights weights, List<Tensor> tensors) {
        Weights complete = ShardWeights.check(config, shard, weights);
        for (Slot slot : slots) {
            Tensor tensor = tensors.get(slot.tensor);
            MemorySegment host = complete.get(slot.name).as(type(tensor)).data();
            MemorySegment device = memory(slot, tensor);
            if (slot.isRotated()) {
                eachRow(slot, tensor, (half, paired, bytes) -> MemorySegment.copy(host, half, device, paired, bytes));
            } else {
                device.copyFrom(host);
            }
        }
    }

    /** Reads device tensors of this layout into new memory of the Java heap, under their Hugging Face names. */
    public Weights copyOut(List<Tensor> tensors) {
        var copies = new LinkedHashMap<String, HostTensor>();
        for (Slot slot : slots) {
            Tensor tensor = tensors.get(slot.tensor);
            int elements = Math.toIntExact(slot.elements());
            MemorySegment copy = tensor.type() == ElementType.FLOAT32
                    ? MemorySegment.ofArray(new float[elements])
                    : MemorySegment.ofArray(new double[elements]);
            MemorySegment device = memory(slot, tensor);
            if (slot.isRotated()) {
                eachRow(slot, tensor, (half, paired, bytes) -> MemorySegment.copy(device, paired, copy, half, bytes));
            } else {
                copy.copyFrom(device);
            }
            copies.put(slot.name, new HostTensor(type(tensor), slot.shape.clone(), copy));
        }
        return new Weights(copies);
    }

    /** Copies one row between its offsets in the half-split and in the paired order, all in bytes. */
    private interface RowCopy {
        void copy(long half, long paired, long bytes);
    }

    private void eachRow(Slot slot, Tensor tensor, RowCopy copy) {
        long bytes = slot.shape[1] * tensor.type().bytes();
        int size = config.headSize();
        for (long row = 0; row < slot.shape[0]; row++) {
            long head = row - row % size;
            long j = row % size;
            long paired = j < size / 2 ? 2 * j : 2 * (j - size / 2) + 1;
            copy.copy(row * bytes, (head + paired) * bytes, bytes);
        }
    }

    private static MemorySegment memory(Slot slot, Tensor tensor) {
        long bytes = tensor.type().bytes();
        return tensor.memory().asSlice(slot.offset * bytes, slot.elements() * bytes);
    }

    private static DType type(Tensor tensor) {
        return switch (tensor.type()) {
            case FLOAT32 -> DType.F32;
            case FLOAT64 -> DType.F64;
            case INT64 -> DType.I64;
        };
    }
}
