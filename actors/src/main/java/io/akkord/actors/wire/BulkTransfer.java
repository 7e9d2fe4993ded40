package io.akkord.actors.wire;

import com.esotericsoftware.kryo.KryoException;
import io.akkord.actors.wire.DataPlane.Tag;
import io.akkord.policies.weights.TensorSlice;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * One value from node to node, as the messages of one stream.
 *
 * <p>The first says how long the second is, and whether it is the value's head or the reason why there is none. After a head
 * comes the memory of each tensor, from where it lies to where it will lie.
 *
 * @param silence how long it may make no progress before it fails
 */
record BulkTransfer(DataPlane plane, BulkCodec codec, Duration silence) {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long PREFACE_BYTES = 2 * Long.BYTES;
    private static final long VALUE = 0;
    private static final long REFUSAL = 1;

    /** Sends the slices of a value, all of it where none is named. */
    void send(InetSocketAddress to, Tag tag, BulkValue value, List<TensorSlice> slices) {
        BulkValue wanted;
        MemorySegment head;
        try {
            wanted = value.cut(slices);
            head = codec.head(wanted);
        } catch (KryoException | IllegalArgumentException | IndexOutOfBoundsException e) {
            refuse(to, tag, "the value cannot be sent: " + e.getMessage());
            return;
        }
        begin(to, tag, VALUE, head);
        BulkCodec.memory(wanted).forEach(bytes -> plane.send(to, tag, bytes, silence));
        plane.finish(tag);
    }

    void refuse(InetSocketAddress to, Tag tag, String reason) {
        begin(to, tag, REFUSAL, MemorySegment.ofArray(reason.getBytes(StandardCharsets.UTF_8)));
        plane.finish(tag);
    }

    private void begin(InetSocketAddress to, Tag tag, long kind, MemorySegment head) {
        var preface = MemorySegment.ofArray(new byte[(int) PREFACE_BYTES]);
        preface.set(LONG, 0, kind);
        preface.set(LONG, Long.BYTES, head.byteSize());
        plane.send(to, tag, preface, silence);
        plane.send(to, tag, head, silence);
    }

    /**
     * Receives a value.
     *
     * @throws TransferFailed if it does not come, with the reason
     * @throws KryoException if what comes is no value
     */
    BulkValue receive(Tag tag) {
        MemorySegment preface = MemorySegment.ofArray(next(tag, PREFACE_BYTES));
        byte[] head = next(tag, preface.get(LONG, Long.BYTES));
        if (preface.get(LONG, 0) == REFUSAL) {
            plane.finish(tag);
            throw new TransferFailed(new String(head, StandardCharsets.UTF_8));
        }
        BulkValue value = decode(tag, head);
        plane.finish(tag);
        return value;
    }

    private BulkValue decode(Tag tag, byte[] head) {
        try {
            return codec.decode(head, memory -> plane.receive(tag, memory, silence));
        } catch (OutOfMemoryError | ArithmeticException e) { // the latter where no array is as long
            String reason = "its weights do not fit into the Java heap of "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MiB (a larger -Xmx gives more)";
            plane.abandon(tag, reason);
            throw new TransferFailed(reason, e);
        }
    }

    private byte[] next(Tag tag, long bytes) {
        var array = new byte[Math.toIntExact(bytes)];
        plane.receive(tag, MemorySegment.ofArray(array), silence);
        return array;
    }
}
