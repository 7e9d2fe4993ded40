package io.akkord.actors.wire;

import akka.actor.typed.ActorRef;
import io.akkord.algorithms.experience.Demonstration;
import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.LabelledResponse;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.State;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.workflow.Role;
import io.akkord.policies.weights.DType;
import io.akkord.policies.weights.TensorSlice;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that may cross between nodes, each class under a number that is the contract.
 *
 * <p>Append only, within each block: {@code 10} the JDK, {@code 40} algorithms, {@code 70} this package, {@link
 * #FIRST_FREE} and on the actors' protocols. No class name is ever on the wire, so a peer can make us build nothing
 * that is not listed here. Nodes compare {@link #fingerprint()} when they meet.
 */
public final class WireTable {

    /** Where the actors' own messages start. */
    public static final int FIRST_FREE = 100;

    private static final WireTable CORE = new WireTable(new TreeMap<>())
            .from(
                    10,
                    List.class,
                    Set.class,
                    Map.class,
                    Optional.class,
                    Duration.class,
                    ActorRef.class,
                    boolean[].class,
                    byte[].class,
                    int[].class,
                    long[].class,
                    float[].class,
                    double[].class,
                    double[][].class)
            .from(
                    40,
                    Role.class,
                    Ending.class,
                    Prompt.class,
                    Rollout.class,
                    Demonstration.class,
                    PreferencePair.class,
                    Rows.class,
                    TokenGrid.class,
                    Scores.class,
                    State.class,
                    Experience.class,
                    Metrics.class,
                    Metrics.Mean.class,
                    LabelledResponse.class)
            .from(
                    70,
                    DType.class,
                    BulkCodec.TensorHead.class,
                    BulkCodec.WeightsHead.class,
                    ColumnRef.class,
                    BulkLane.Serve.class,
                    TensorSlice.class,
                    BulkLane.Forget.class);

    private final SortedMap<Integer, Class<?>> types;

    private WireTable(SortedMap<Integer, Class<?>> types) {
        this.types = Collections.unmodifiableSortedMap(types);
    }

    /** What every node can carry. */
    public static WireTable core() {
        return CORE;
    }

    /**
     * This table and more classes, numbered on from {@code first} in the given order.
     *
     * @throws IllegalArgumentException if a number or a class is taken
     */
    public WireTable from(int first, Class<?>... more) {
        var all = new TreeMap<>(types);
        var known = new HashSet<>(types.values());
        int number = first;
        for (Class<?> type : more) {
            if (!known.add(type) || all.put(number++, type) != null) {
                throw new IllegalArgumentException("the wire already knows " + type.getName() + " or its number");
            }
        }
        return new WireTable(all);
    }

    /** Number to class, ascending. */
    public SortedMap<Integer, Class<?>> types() {
        return types;
    }

    /** The same for two nodes exactly if each reads what the other writes: numbers, classes, components, constants. */
    public String fingerprint() {
        return Fingerprint.of(types);
    }
}
