package io.akkord.actors.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Any list, set or map of the JDK as its elements in their order; it arrives unmodifiable.
 *
 * <p>The wire knows the interfaces only, so that it does not depend on which of the JDK's private classes {@code
 * List.of} returns today.
 */
final class CollectionSerializer<C extends Collection<Object>> extends Serializer<C> {

    private final IntFunction<C> create;
    private final Function<C, C> seal;

    private CollectionSerializer(IntFunction<C> create, Function<C, C> seal) {
        super(false, true);
        this.create = create;
        this.seal = seal;
    }

    static Serializer<List<Object>> list() {
        return new CollectionSerializer<>(ArrayList::new, Collections::unmodifiableList);
    }

    static Serializer<Set<Object>> set() {
        return new CollectionSerializer<>(LinkedHashSet::new, Collections::unmodifiableSet);
    }

    static Serializer<Map<Object, Object>> map() {
        return new OfMap();
    }

    @Override
    public void write(Kryo kryo, Output out, C elements) {
        out.writeVarInt(elements.size(), true);
        for (Object element : elements) {
            kryo.writeClassAndObject(out, element);
        }
    }

    @Override
    public C read(Kryo kryo, Input in, Class<? extends C> type) {
        int size = size(in);
        C elements = create.apply(size);
        for (int i = 0; i < size; i++) {
            elements.add(kryo.readClassAndObject(in));
        }
        return seal.apply(elements);
    }

    /** Every element takes a byte at least, so a larger size lies. */
    private static int size(Input in) {
        int size = in.readVarInt(true);
        if (size < 0 || size > in.limit() - in.position()) {
            throw new KryoException("collection of " + size + " elements in a message of " + in.limit() + " bytes");
        }
        return size;
    }

    private static final class OfMap extends Serializer<Map<Object, Object>> {

        OfMap() {
            super(false, true);
        }

        @Override
        public void write(Kryo kryo, Output out, Map<Object, Object> map) {
            out.writeVarInt(map.size(), true);
            map.forEach((key, value) -> {
                kryo.writeClassAndObject(out, key);
                kryo.writeClassAndObject(out, value);
            });
        }

        @Override
        public Map<Object, Object> read(Kryo kryo, Input in, Class<? extends Map<Object, Object>> type) {
            int size = size(in);
            var map = new LinkedHashMap<Object, Object>();
            for (int i = 0; i < size; i++) {
                Object key = kryo.readClassAndObject(in);
                map.put(key, kryo.readClassAndObject(in));
            }
            return Collections.unmodifiableMap(map);
        }
    }
}
