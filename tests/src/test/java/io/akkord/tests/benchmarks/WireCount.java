package io.akkord.tests.benchmarks;

import akka.actor.ActorRef;
import akka.remote.artery.RemoteInstrument;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What this JVM says to others and hears from them, by class of message; Akka makes one for its system. */
public final class WireCount extends RemoteInstrument {

    /** Akka's settings that put it to work. */
    static final String SETTING = "akka.remote.artery.advanced.instruments.0";

    private static final byte IDENTIFIER = 9;
    private static final Map<String, Count> COUNTS = new ConcurrentHashMap<>();

    private record Count(LongAdder messages, LongAdder bytes, LongAccumulator most, LongAdder nanos) {

        Count() {
            this(new LongAdder(), new LongAdder(), new LongAccumulator(Math::max, 0), new LongAdder());
        }
    }

    /**
     * Messages of one class, one way.
     *
     * @param nanos of reading or writing them
     */
    record Traffic(long messages, long bytes, long mostBytes, long nanos) {}

    /** Everything since the last {@link #reset}, by way and class. */
    static Map<String, Traffic> counted() {
        var counted = new TreeMap<String, Traffic>();
        COUNTS.forEach((kind, count) -> counted.put(
                kind, new Traffic(count.messages.sum(), count.bytes.sum(), count.most.get(), count.nanos.sum())));
        return counted;
    }

    static void reset() {
        COUNTS.clear();
    }

    private static void count(String way, Object message, int bytes, long nanos) {
        String name = message.getClass().getName();
        Count count = COUNTS.computeIfAbsent(way + " " + name.substring(name.lastIndexOf('.') + 1), _ -> new Count());
        count.messages.increment();
        count.bytes.add(bytes);
        count.most.accumulate(bytes);
        count.nanos.add(nanos);
    }

    @Override
    public byte identifier() {
        return IDENTIFIER;
    }

    @Override
    public boolean serializationTimingEnabled() {
        return true;
    }

    @Override
    public void remoteMessageSent(ActorRef recipient, Object message, ActorRef sender, int size, long time) {
        count("sent", message, size, time);
    }

    @Override
    public void remoteMessageReceived(ActorRef recipient, Object message, ActorRef sender, int size, long time) {
        count("heard", message, size, time);
    }

    @Override
    public void remoteWriteMetadata(ActorRef recipient, Object message, ActorRef sender, ByteBuffer buffer) {}

    @Override
    public void remoteReadMetadata(ActorRef recipient, Object message, ActorRef sender, ByteBuffer buffer) {}
}
