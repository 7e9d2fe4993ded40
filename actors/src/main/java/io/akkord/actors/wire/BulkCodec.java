package io.akkord.actors.wire;

import akka.actor.typed.ActorRef;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.ByteBufferInput;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.policies.weights.DType;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Weights;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Bulk values to bytes and back.
 *
 * <p>A payload is the length of its head (8 bytes), the head, and the tensors. A column is a head and nothing else.
 * Weights are a head of names, types and shapes, then each tensor's memory as it lies there, 64-byte aligned, so that
 * the receiver's tensors are views of what arrived.
 */
final class BulkCodec {

    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int ALIGNMENT = 64;
    private static final int FIRST_BYTES = 1 << 16;
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    /** What the head says of weights. */
    record TensorHead(String name, DType type, long[] shape) {}

    record WeightsHead(List<TensorHead> tensors) {}

    private final KryoCodec kryo = new KryoCodec(WireTable.core(), new NoReferences());

    BulkPayload encode(BulkValue value) {
        return new BulkPayload(
                switch (value) {
                    case BulkValue.OfColumn(ColumnContent content) -> List.of(head(content));
                    case BulkValue.OfWeights(Weights weights) -> encode(weights);
                    case BulkValue.OfBytes(byte[] bytes) -> List.of(head(bytes));
                });
    }

    private List<MemorySegment> encode(Weights weights) {
        var heads = new ArrayList<TensorHead>();
        weights.tensors().forEach((name, tensor) -> heads.add(new TensorHead(name, tensor.type(), tensor.shape())));
        var parts = new ArrayList<MemorySegment>();
        parts.add(head(new WeightsHead(heads)));
        weights.tensors().values().forEach(tensor -> {
            parts.add(tensor.data());
            parts.add(padding(tensor.data().byteSize()));
        });
        return parts;
    }

    BulkValue decode(MemorySegment payload) {
        long length = payload.get(LENGTH, 0);
        if (length < 0 || length > payload.byteSize() - Long.BYTES) {
            throw new KryoException("head of " + length + " bytes in a payload of " + payload.byteSize());
        }
        Object head = kryo.read(
                new ByteBufferInput(payload.asSlice(Long.BYTES, length).asByteBuffer()));
        return switch (head) {
            case ColumnContent content -> new BulkValue.OfColumn(content);
            case byte[] bytes -> new BulkValue.OfBytes(bytes);
            case WeightsHead(List<TensorHead> tensors) ->
                new BulkValue.OfWeights(decode(tensors, payload, aligned(Long.BYTES + length)));
            default -> throw new KryoException("a payload cannot hold " + head.getClass());
        };
    }

    private static Weights decode(List<TensorHead> heads, MemorySegment payload, long start) {
        var tensors = new LinkedHashMap<String, HostTensor>();
        long at = start;
        for (TensorHead head : heads) {
            long bytes = head.type().bytes();
            for (long size : head.shape()) {
                bytes = Math.multiplyExact(bytes, size);
            }
            tensors.put(head.name(), new HostTensor(head.type(), head.shape(), payload.asSlice(at, bytes)));
            at = aligned(at + bytes);
        }
        return new Weights(tensors);
    }

    /** Length, head, and zeros up to the alignment. */
    private MemorySegment head(Object head) {
        var out = new Output(FIRST_BYTES, MOST_BYTES);
        kryo.write(out, head);
        int length = out.position();
        var segment = MemorySegment.ofArray(new byte[Math.toIntExact(aligned(Long.BYTES + length))]);
        segment.set(LENGTH, 0, length);
        MemorySegment.copy(MemorySegment.ofArray(out.getBuffer()), 0, segment, Long.BYTES, length);
        return segment;
    }

    private static MemorySegment padding(long bytes) {
        return MemorySegment.ofArray(new byte[Math.toIntExact(aligned(bytes) - bytes)]);
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
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
