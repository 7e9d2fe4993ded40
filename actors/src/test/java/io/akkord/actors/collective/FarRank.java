package io.akkord.actors.collective;

import io.akkord.actors.wire.socket.FarJvm;
import io.akkord.actors.wire.socket.SocketPlane;
import io.akkord.policies.parallel.Collective;
import io.akkord.policies.tensor.ElementType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Rank 1 of two, in a JVM of its own, which sums for as long as rank 0 does. */
final class FarRank {

    static final int LENGTH = 300_001;
    static final Duration DEADLINE = Duration.ofSeconds(60);

    private FarRank() {}

    /** Starts one that talks to the plane at {@code near}. */
    static FarJvm start(InetSocketAddress near) throws IOException {
        return new FarJvm(FarRank.class, near);
    }

    public static void main(String[] arguments) throws IOException {
        var near = new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0]));
        var plane = SocketPlane.open("127.0.0.1", null);
        var hub = CollectiveHub.on(plane, DEADLINE, interval -> {});
        System.out.println(plane.address().getPort());
        Collective group = join(hub, near, plane.address(), 1);
        Thread.ofPlatform().daemon().start(() -> {
            for (int round = 0; ; round++) {
                group.allReduce(array(round, 1), ElementType.FLOAT32);
            }
        });
        // The parent holds the other end of this; when it dies, so does this JVM.
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    }

    static Collective join(CollectiveHub hub, InetSocketAddress near, InetSocketAddress far, int rank) {
        var members = List.of(new Member("near/cpu-0", near), new Member("far/cpu-0", far));
        return hub.join(new GroupKey(1, "policy", 1, "data"), members, rank, () -> "train-policy@3");
    }

    /** A rank's numbers of a round. */
    static MemorySegment array(int round, int rank) {
        MemorySegment array = Arena.ofAuto().allocate(4L * LENGTH, 8);
        Number[] numbers = Expected.arrays(ElementType.FLOAT32, 2, LENGTH, round)[rank];
        for (int i = 0; i < LENGTH; i++) {
            array.setAtIndex(ValueLayout.JAVA_FLOAT, i, numbers[i].floatValue());
        }
        return array;
    }
}
