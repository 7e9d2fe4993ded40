package io.akkord.configs;

import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.configs.hocon.Keys;
import java.util.Optional;

/**
 * Finds an algorithm by its name alone: {@code reward-modelling} is the record {@code RewardModelling} among Akkord's own,
 * a name with dots is a class. So a new algorithm needs no registration.
 */
final class Algorithms {

    static final String HOME = "io.akkord.algorithms";

    private Algorithms() {}

    /** The record of that name, if there is one. */
    static Optional<Class<? extends Algorithm>> find(String name) {
        String type = name.contains(".") ? name : HOME + "." + Keys.camel(name);
        try {
            Class<?> found = Class.forName(type, true, loader());
            return found.isRecord() && Algorithm.class.isAssignableFrom(found)
                    ? Optional.of(found.asSubclass(Algorithm.class))
                    : Optional.empty();
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty(); // a wrong case finds the file but not the class on some file systems
        }
    }

    /** The name under which {@link #find} finds a class. */
    static String name(Class<?> algorithm) {
        return algorithm.getPackageName().equals(HOME) ? Keys.kebab(algorithm.getSimpleName()) : algorithm.getName();
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? Algorithms.class.getClassLoader() : context;
    }
}
