package io.akkord.actors.wire;

import akka.actor.typed.ActorRef;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.policies.weights.DType;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Weights;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;

/**
 * Bulk values to bytes and back.
 *
 * <p>All of a column or of a file is in its head. Of weights the head has names, types and shapes; each tensor's memory
 * follows as it lies there, so that the receiver's tensors are what arrived.
 */
final class BulkCodec {

    private static final int FIRST_BYTES = 1 << 12;
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    /** What the head says of weights. */
    record TensorHead(String name, DType type, long[] shape) {}

    record WeightsHead(List<TensorHead> tensors) {}

    private final KryoCodec kryo = new KryoCodec(WireTable.core(), new NoReferences());

    /** The head of a value. */
    MemorySegment head(BulkValue value) {
        Object head = switch (value) {
            case BulkValue.OfColumn(ColumnContent content) -> content;
            case BulkValue.OfBytes(byte[] bytes) -> bytes;
            case BulkValue.OfWeights(Weights weights) -> new WeightsHead(heads(weights));
        };
        var out = new Output(FIRST_BYTES, MOST_BYTES);
        kryo.write(out, head);
        return MemorySegment.ofArray(out.getBuffer()).asSlice(0, out.position());
    }

    private static List<TensorHead> heads(Weights weights) {
        var heads = new ArrayList<TensorHead>();
        weights.tensors().forEach((name, tensor) -> heads.add(new TensorHead(name, tensor.type(), tensor.shape())));
        return heads;
    }

    /** What follows the head. */
    static List<MemorySegment> memory(BulkValue value) {
        return switch (value) {
            case BulkValue.OfColumn _, BulkValue.OfBytes _ -> List.of();
            case BulkValue.OfWeights(Weights weights) ->
                weights.tensors().values().stream().map(HostTensor::data).toList();
        };
    }

    /**
     * A value again.
     *
     * @param fill brings the next memory that follows the head to where it shall lie
     * @throws KryoException if it is no head
     */
    BulkValue decode(byte[] head, Consumer<MemorySegment> fill) {
        return switch (kryo.read(new Input(head))) {
            case ColumnContent content -> new BulkValue.OfColumn(content);
            case byte[] bytes -> new BulkValue.OfBytes(bytes);
            case WeightsHead(List<TensorHead> tensors) -> new BulkValue.OfWeights(decode(tensors, fill));
            case Object other -> throw new KryoException("a value cannot be " + other.getClass());
        };
    }

    private static Weights decode(List<TensorHead> heads, Consumer<MemorySegment> fill) {
        var tensors = new LinkedHashMap<String, HostTensor>();
        for (TensorHead head : heads) {
            HostTensor tensor = HostTensor.zeros(head.type(), head.shape());
            fill.accept(tensor.data());
            tensors.put(head.name(), tensor);
        }
        return new Weights(tensors);
    }

    /** Columns are facts about text and numbers; an actor in one is a mistake. */
    private static final class NoReferences extends Serializer<ActorRef<?>> {

        @Override
        public void write(Kryo kryo, Output out, ActorRef<?> ref) {
            throw new KryoException("a column cannot hold the actor " + ref);
        }

        @Override
        public ActorRef<?> read(Kryo kryo, Input in, Class<? extends ActorRef<?>> type) {
            throw new KryoException("a column cannot hold an actor");
        }
    }
}
