package io.akkord.actors.wire;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.ByteBufferSerializer;
import akka.serialization.SerializerWithStringManifest;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.ByteBufferInput;
import com.esotericsoftware.kryo.io.ByteBufferOutput;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.Output;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries {@link WireMessage}s: Kryo over a closed table, written straight into the transport's buffer.
 *
 * <p>Akka drops a message that exceeds its frame and tells nobody but the log. Here the log names the class and the
 * remedy; and where Akka asks for bytes instead of lending a buffer, as it does for {@code akka.actor.serialize-messages}
 * in tests, such a message fails its sender.
 */
public final class KryoSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {

    private static final int IDENTIFIER = 778_801;

    /** What Artery adds to a message: two addresses, a manifest, ids. */
    private static final int ENVELOPE_BYTES = 4 << 10;

    private static final int FIRST_BYTES = 512;

    private static final Logger LOG = LoggerFactory.getLogger(KryoSerializer.class);

    private final KryoCodec codec;
    private final int mostBytes;

    public KryoSerializer(ExtendedActorSystem system, WireTable table) {
        var frames = system.settings().config().getConfig("akka.remote.artery.advanced");
        this.mostBytes = Math.toIntExact(frames.getBytes("maximum-frame-size")) - ENVELOPE_BYTES;
        this.codec = new KryoCodec(table, new References(system));
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    /** The class is a number inside the message. */
    @Override
    public String manifest(Object message) {
        return "";
    }

    @Override
    public void toBinary(Object message, ByteBuffer buffer) {
        var out = new ByteBufferOutput(buffer.slice());
        try {
            codec.write(out, message);
        } catch (KryoBufferOverflowException e) {
            LOG.error("{}", oversized(message), e);
            throw (BufferOverflowException) new BufferOverflowException().initCause(e);
        }
        buffer.position(buffer.position() + out.position());
    }

    @Override
    public Object fromBinary(ByteBuffer buffer, String manifest) {
        var in = new ByteBufferInput(buffer.slice());
        Object message = codec.read(in);
        buffer.position(buffer.position() + in.position());
        return message;
    }

    @Override
    public byte[] toBinary(Object message) {
        var out = new Output(FIRST_BYTES, mostBytes);
        try {
            codec.write(out, message);
        } catch (KryoBufferOverflowException e) {
            throw new IllegalStateException(oversized(message), e);
        }
        return out.toBytes();
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        return codec.read(new Input(bytes));
    }

    private String oversized(Object message) {
        return message.getClass().getName() + " exceeds the frame of " + mostBytes
                + " bytes and would be dropped; put the bulk of it in the column store and send its ColumnRef";
    }

    /** Actor references as their paths with address, so that they reach home from another node. */
    private static final class References extends Serializer<ActorRef<?>> {

        private final ExtendedActorSystem system;

        References(ExtendedActorSystem system) {
            super(false, true);
            this.system = system;
        }

        /** Not at construction: serializers come to life before the system they belong to. */
        private ActorRefResolver resolver() {
            return ActorRefResolver.get(Adapter.toTyped(system));
        }

        @Override
        public void write(Kryo kryo, Output out, ActorRef<?> ref) {
            out.writeString(resolver().toSerializationFormat(ref));
        }

        @Override
        public ActorRef<?> read(Kryo kryo, Input in, Class<? extends ActorRef<?>> type) {
            return resolver().resolveActorRef(in.readString());
        }
    }
}
