package io.akkord.actors.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.wire.socket.SocketPlane;
import io.akkord.policies.parallel.Collective;
import io.akkord.policies.parallel.CollectiveFailed;
import io.akkord.policies.tensor.ElementType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Ranks in two real JVMs sum over sockets, and the one that is left is told of the other's end. */
class TwoJvmsTest {

    private static final int ROUNDS = 3;

    @Test
    void ranksOfTwoJvmsSumUntilOneDies() throws IOException, InterruptedException {
        try (var plane = SocketPlane.open("127.0.0.1", null);
                var hub = CollectiveHub.on(plane, FarRank.DEADLINE, interval -> {});
                var far = FarRank.start(plane.address())) {
            Collective group = FarRank.join(hub, plane.address(), far.address(), 0);
            for (int round = 0; round < ROUNDS; round++) {
                MemorySegment sum = FarRank.array(round, 0);
                MemorySegment mine = FarRank.array(round, 0);
                MemorySegment theirs = FarRank.array(round, 1);
                group.allReduce(sum, ElementType.FLOAT32);
                for (int i = 0; i < FarRank.LENGTH; i++) {
                    assertEquals(
                            mine.getAtIndex(ValueLayout.JAVA_FLOAT, i) + theirs.getAtIndex(ValueLayout.JAVA_FLOAT, i),
                            sum.getAtIndex(ValueLayout.JAVA_FLOAT, i));
                }
            }
            assertTrue(plane.bytesSent() > 4L * FarRank.LENGTH * ROUNDS, "the numbers left this process");
            far.kill();
            var told = assertThrows(
                    CollectiveFailed.class, () -> group.allReduce(FarRank.array(0, 0), ElementType.FLOAT32));
            String message = String.valueOf(told.getMessage());
            assertTrue(message.contains("(data group, phase train-policy@3)"), message);
            assertTrue(message.contains("rank 1 on far/cpu-0"), message);
        }
    }
}
