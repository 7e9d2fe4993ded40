package io.akkord.actors.wire;

import akka.actor.typed.ActorRef;
import io.akkord.policies.weights.TensorSlice;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Instances of records, filled from their components' types, and a form of them that can be compared. */
final class Generated {

    private final Random random;
    private final ActorRef<?> actor;
    private final Map<Class<?>, Class<?>> chosen;

    /**
     * Prepares a source of instances.
     *
     * @param chosen which class stands for an interface
     */
    Generated(long seed, ActorRef<?> actor, Map<Class<?>, Class<?>> chosen) {
        this.random = new Random(seed);
        this.actor = actor;
        this.chosen = chosen;
    }

    Object of(Type type) {
        return switch (type) {
            case ParameterizedType generic -> ofGeneric(generic);
            case GenericArrayType array -> throw new IllegalArgumentException("no instance of " + array);
            case TypeVariable<?> variable -> of(variable.getBounds()[0]);
            case WildcardType wildcard -> of(wildcard.getUpperBounds()[0]);
            case Class<?> plain -> ofClass(plain);
            default -> throw new IllegalArgumentException("no instance of " + type);
        };
    }

    private Object ofGeneric(ParameterizedType type) {
        var raw = (Class<?>) type.getRawType();
        Type[] arguments = type.getActualTypeArguments();
        if (raw == List.class) {
            return List.of(of(arguments[0]), of(arguments[0]));
        } else if (raw == Set.class) {
            return Set.of(of(arguments[0]));
        } else if (raw == Map.class) {
            return Map.of(of(arguments[0]), of(arguments[1]));
        } else if (raw == Optional.class) {
            return Optional.of(of(arguments[0]));
        }
        return ofClass(raw);
    }

    private Object ofClass(Class<?> wanted) {
        Class<?> type = chosen.getOrDefault(wanted, wanted);
        if (type == TensorSlice.class) {
            return new TensorSlice("text", 1, random.nextInt(10), 10 + random.nextInt(10));
        } else if (type.isRecord()) {
            return ofRecord(type);
        } else if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        } else if (type.isArray()) {
            Object array = Array.newInstance(type.getComponentType(), 2);
            Array.set(array, 0, of(type.getComponentType()));
            Array.set(array, 1, of(type.getComponentType()));
            return array;
        } else if (type.isAssignableFrom(ActorRef.class)) {
            return actor;
        }
        return ofValue(type);
    }

    private Object ofValue(Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return 1 + random.nextInt(2);
        } else if (type == long.class || type == Long.class) {
            return random.nextLong();
        } else if (type == float.class || type == Float.class) {
            return random.nextFloat();
        } else if (type == double.class || type == Double.class) {
            return random.nextDouble();
        } else if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        } else if (type == byte.class) {
            return (byte) random.nextInt();
        } else if (type == String.class) {
            return "text \u00e9 " + random.nextInt();
        } else if (type == Duration.class) {
            return Duration.ofNanos(random.nextLong() >>> 1);
        } else if (type == MemorySegment.class) {
            return MemorySegment.ofArray(new byte[] {1, 2, 3});
        } else if (type == List.class) {
            return List.of("a", 1);
        } else if (type == Set.class) {
            return new LinkedHashSet<>(List.of(2, 1));
        } else if (type == Map.class) {
            return new LinkedHashMap<>(Map.of("k", 1.5));
        } else if (type == Optional.class) {
            return Optional.empty();
        }
        throw new IllegalArgumentException("say which class stands for " + type);
    }

    private Object ofRecord(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var values =
                Arrays.stream(components).map(each -> of(each.getGenericType())).toArray();
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no instance of " + type, e);
        }
    }

    /** Arrays, records and collections as lists, so that equal content is equal. */
    static Object comparable(Object value) {
        if (value.getClass().isArray()) {
            var elements = new ArrayList<Object>();
            for (int i = 0; i < Array.getLength(value); i++) {
                elements.add(comparable(Array.get(value, i)));
            }
            return elements;
        } else if (value instanceof List<?> list) {
            return list.stream().map(Generated::comparable).toList();
        } else if (value instanceof MemorySegment bytes) {
            return comparable(bytes.toArray(ValueLayout.JAVA_BYTE));
        } else if (value instanceof Record) {
            return ofComponents(value);
        }
        return value;
    }

    private static List<Object> ofComponents(Object value) {
        var components = new ArrayList<Object>(List.of(value.getClass()));
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                components.add(comparable(component.getAccessor().invoke(value)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException("cannot read " + component, e);
            }
        }
        return components;
    }
}
