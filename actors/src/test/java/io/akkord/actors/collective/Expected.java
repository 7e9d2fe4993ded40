package io.akkord.actors.collective;

import io.akkord.placement.collective.Round;
import io.akkord.placement.collective.Schedule;
import io.akkord.placement.collective.Send;
import io.akkord.placement.collective.Send.Effect;
import io.akkord.policies.tensor.ElementType;
import java.util.Random;

/** Arrays of ranks as numbers of their type, and what a schedule makes of them when it is carried out by hand. */
final class Expected {

    private Expected() {}

    /** Arrays of awkward numbers {@code [ranks, length]}: sums of them depend on their order. */
    static Number[][] arrays(ElementType type, int ranks, int length, long seed) {
        var random = new Random(seed);
        var arrays = new Number[ranks][length];
        for (Number[] array : arrays) {
            for (int i = 0; i < length; i++) {
                array[i] = switch (type) {
                    case FLOAT32 -> (float) (random.nextGaussian() * Math.pow(10, random.nextInt(6)));
                    case FLOAT64 -> random.nextGaussian() * Math.pow(10, random.nextInt(12));
                    case INT64 -> random.nextLong();
                };
            }
        }
        return arrays;
    }

    /** Carries a schedule out on all ranks' arrays. */
    static void carryOut(Schedule schedule, Number[][] arrays) {
        int length = arrays[0].length;
        for (Round round : schedule.rounds()) {
            for (Send send : round.sends()) {
                int start = (int) send.chunk().start(length, schedule.parts());
                int end = (int) send.chunk().end(length, schedule.parts());
                for (int i = start; i < end; i++) {
                    Number sent = arrays[send.sender()][i];
                    Number mine = arrays[send.receiver()][i];
                    arrays[send.receiver()][i] = send.effect() == Effect.ADD ? sum(mine, sent) : sent;
                }
            }
        }
    }

    private static Number sum(Number mine, Number sent) {
        if (mine instanceof Float one) {
            return one + (Float) sent;
        }
        if (mine instanceof Double one) {
            return one + (Double) sent;
        }
        return mine.longValue() + sent.longValue();
    }
}
