package io.akkord.actors.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.ByteBufferInput;
import com.esotericsoftware.kryo.io.ByteBufferOutput;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.Output;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/**
 * One slice of a transfer; the only message that may fill a large frame.
 *
 * @param offset of its first byte in the payload
 * @param bytes a view of the sender's memory, or what arrived
 * @param checksum CRC-32C of the bytes, taken before they left
 */
record BulkChunk(long offset, MemorySegment bytes, int checksum) implements WireMessage, BulkReceiver.Command {

    static BulkChunk of(long offset, MemorySegment bytes) {
        return new BulkChunk(offset, bytes, checksum(bytes));
    }

    boolean isIntact() {
        return checksum == checksum(bytes);
    }

    private static int checksum(MemorySegment bytes) {
        var crc = new CRC32C();
        crc.update(bytes.asByteBuffer());
        return (int) crc.getValue();
    }

    /** Copies once on either side: memory to Akka's buffer, Akka's buffer to a fresh array. */
    static final class KryoForm extends Serializer<BulkChunk> {

        KryoForm() {
            super(false, true);
        }

        @Override
        public void write(Kryo kryo, Output out, BulkChunk chunk) {
            int length = Math.toIntExact(chunk.bytes.byteSize());
            out.writeLong(chunk.offset);
            out.writeInt(chunk.checksum);
            out.writeInt(length);
            if (out instanceof ByteBufferOutput direct) {
                var target = MemorySegment.ofBuffer(
                        direct.getByteBuffer().duplicate().clear());
                int at = direct.position();
                if (target.byteSize() - at < length) {
                    throw new KryoBufferOverflowException("needs " + length + " bytes more");
                }
                MemorySegment.copy(chunk.bytes, 0, target, at, length);
                direct.setPosition(at + length);
            } else {
                var copy = new byte[length];
                MemorySegment.copy(chunk.bytes, 0, MemorySegment.ofArray(copy), 0, length);
                out.writeBytes(copy);
            }
        }

        @Override
        public BulkChunk read(Kryo kryo, Input in, Class<? extends BulkChunk> type) {
            long offset = in.readLong();
            int checksum = in.readInt();
            int length = in.readInt();
            int at = in.position();
            if (length < 0 || length > in.limit() - at) {
                throw new KryoException("chunk of " + length + " bytes in a message of " + in.limit());
            }
            MemorySegment source = in instanceof ByteBufferInput direct
                    ? MemorySegment.ofBuffer(direct.getByteBuffer().duplicate().clear())
                    : MemorySegment.ofArray(in.getBuffer());
            var bytes = MemorySegment.ofArray(new byte[length]);
            MemorySegment.copy(source, at, bytes, 0, length);
            in.setPosition(at + length);
            return new BulkChunk(offset, bytes, checksum);
        }
    }
}
