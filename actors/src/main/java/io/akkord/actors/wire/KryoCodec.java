package io.akkord.actors.wire;

import akka.actor.typed.ActorRef;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.DefaultClassResolver;
import com.esotericsoftware.kryo.util.Pool;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Objects of a {@link WireTable} to bytes and back; safe to share between threads, since each call borrows a Kryo. */
final class KryoCodec {

    private static final int POOLED = 32;

    /** Interfaces that stand for all their implementations. */
    private static final List<Class<?>> OPEN = List.of(List.class, Set.class, Map.class, ActorRef.class);

    private final Pool<Kryo> pool;

    /**
     * Prepares a codec.
     *
     * @param references how actor references are written
     */
    KryoCodec(WireTable table, Serializer<ActorRef<?>> references) {
        this.pool = new Pool<>(true, false, POOLED) {
            @Override
            protected Kryo create() {
                return kryo(table, references);
            }
        };
    }

    void write(Output out, Object object) {
        Kryo kryo = pool.obtain();
        try {
            kryo.writeClassAndObject(out, object);
        } finally {
            pool.free(kryo);
        }
    }

    Object read(Input in) {
        Kryo kryo = pool.obtain();
        try {
            return kryo.readClassAndObject(in);
        } finally {
            pool.free(kryo);
        }
    }

    private static Kryo kryo(WireTable table, Serializer<ActorRef<?>> references) {
        var kryo = new Kryo(new InterfaceResolver(), null);
        kryo.setRegistrationRequired(true);
        kryo.setReferences(false);
        table.types().forEach((id, type) -> {
            Serializer<?> own = own(type, references);
            kryo.register(new Registration(type, own == null ? kryo.getDefaultSerializer(type) : own, id));
        });
        return kryo;
    }

    /** Our own serializer of a class, or null where Kryo's will do. */
    private static @Nullable Serializer<?> own(Class<?> type, Serializer<ActorRef<?>> references) {
        if (type == ActorRef.class) {
            return references;
        } else if (type == List.class) {
            return CollectionSerializer.list();
        } else if (type == Set.class) {
            return CollectionSerializer.set();
        } else if (type == Map.class) {
            return CollectionSerializer.map();
        } else if (type == Experience.class) {
            return new ExperienceSerializer();
        } else if (type == Metrics.class) {
            return new ExperienceSerializer.OfMetrics();
        }
        return type.isArray() ? array(type) : null;
    }

    private static @Nullable Serializer<?> array(Class<?> type) {
        if (type == byte[].class) {
            return ArraySerializer.bytes();
        } else if (type == int[].class) {
            return ArraySerializer.ints();
        } else if (type == long[].class) {
            return ArraySerializer.longs();
        } else if (type == float[].class) {
            return ArraySerializer.floats();
        }
        return type == double[].class ? ArraySerializer.doubles() : null;
    }

    /** Finds the registration of an interface for whatever implements it. */
    private static final class InterfaceResolver extends DefaultClassResolver {

        @Override
        @SuppressWarnings("rawtypes") // Kryo's signature
        public @Nullable Registration getRegistration(Class type) {
            Registration exact = super.getRegistration(type);
            if (exact != null) {
                return exact;
            }
            for (Class<?> open : OPEN) {
                if (open.isAssignableFrom(type)) {
                    return super.getRegistration(open);
                }
            }
            return null;
        }
    }
}
