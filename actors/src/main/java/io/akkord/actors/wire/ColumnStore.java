package io.akkord.actors.wire;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.policies.weights.Weights;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The values that stay on the node where they were made, until they are released; safe to share between threads.
 *
 * <p>Numbers start at a random point, so that a reference into a node that died finds nothing in the node that took its
 * address.
 */
public final class ColumnStore {

    private final String node;
    private final AtomicLong next = new AtomicLong(new SecureRandom().nextLong() >>> 1);
    private final Map<Long, Held> held = new ConcurrentHashMap<>();

    private record Held(BulkValue value, Object owner) {}

    private ColumnStore(String node) {
        this.node = node;
    }

    /** An empty store whose references lead to {@code system}. */
    public static ColumnStore create(ActorSystem<?> system) {
        return new ColumnStore(
                Adapter.toClassic(system).provider().getDefaultAddress().toString());
    }

    /** The address that its references carry. */
    public String node() {
        return node;
    }

    public ColumnRef put(ColumnContent content) {
        return put(content, this);
    }

    public ColumnRef put(Weights weights) {
        return put(weights, this);
    }

    public ColumnRef put(byte[] bytes) {
        return put(bytes, this);
    }

    /** Keeps a column until it is released, or all of its owner's values are. */
    public ColumnRef put(ColumnContent content, Object owner) {
        return put(new BulkValue.OfColumn(content), owner);
    }

    /** Likewise the numbers of a network. */
    public ColumnRef put(Weights weights, Object owner) {
        return put(new BulkValue.OfWeights(weights), owner);
    }

    /** Likewise the bytes of a file. */
    public ColumnRef put(byte[] bytes, Object owner) {
        return put(new BulkValue.OfBytes(bytes), owner);
    }

    private ColumnRef put(BulkValue value, Object owner) {
        long id = next.getAndIncrement();
        held.put(id, new Held(value, owner));
        return new ColumnRef(node, id, value.rows());
    }

    /** What a reference leads to, if it leads here and has not been released. */
    public Optional<BulkValue> find(ColumnRef ref) {
        return node.equals(ref.node()) ? Optional.ofNullable(held.get(ref.id())).map(Held::value) : Optional.empty();
    }

    /** Forgets a value of this node; what is being sent is sent to its end. References to other nodes are ignored. */
    public void release(ColumnRef ref) {
        if (node.equals(ref.node())) {
            held.remove(ref.id());
        }
    }

    /** Forgets all values of an owner. */
    public void releaseAll(Object owner) {
        held.values().removeIf(each -> each.owner() == owner);
    }

    /** How many values it holds. */
    public int size() {
        return held.size();
    }
}
