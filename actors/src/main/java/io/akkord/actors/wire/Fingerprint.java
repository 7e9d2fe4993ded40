package io.akkord.actors.wire;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/** Boils a table of classes down to sixteen hexadecimal digits, components and enum constants included. */
final class Fingerprint {

    private static final int BYTES = 8;

    private Fingerprint() {}

    static String of(Map<Integer, Class<?>> types) {
        String text = types.entrySet().stream()
                .map(entry -> entry.getKey() + " " + shape(entry.getValue()))
                .collect(Collectors.joining("\n"));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String shape(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] constants = type.getEnumConstants();
        if (components != null) {
            return type.getName() + Arrays.toString(components);
        }
        return constants == null ? type.getName() : type.getName() + Arrays.toString(constants);
    }
}
