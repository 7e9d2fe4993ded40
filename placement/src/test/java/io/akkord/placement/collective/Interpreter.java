package io.akkord.placement.collective;

import java.util.Arrays;

/** Carries out a schedule on arrays, as ranks would that know nothing but the data. */
final class Interpreter {

    private Interpreter() {}

    /**
     * All rounds.
     *
     * @param arrays {@code [ranks, length]}, changed
     */
    static void run(Schedule schedule, double[][] arrays) {
        for (Round round : schedule.rounds()) {
            double[][] sent = round.sends().stream()
                    .map(send -> read(schedule, send, arrays))
                    .toArray(double[][]::new);
            for (int i = 0; i < sent.length; i++) {
                Send send = round.sends().get(i);
                int start = (int) send.chunk().start(arrays[0].length, schedule.parts());
                for (int j = 0; j < sent[i].length; j++) {
                    double mine = arrays[send.receiver()][start + j];
                    arrays[send.receiver()][start + j] = switch (send.effect()) {
                        case ADD -> mine + sent[i][j];
                        case REPLACE -> sent[i][j];
                    };
                }
            }
        }
    }

    private static double[] read(Schedule schedule, Send send, double[][] arrays) {
        int length = arrays[0].length;
        return Arrays.copyOfRange(arrays[send.sender()], (int) send.chunk().start(length, schedule.parts()), (int)
                send.chunk().end(length, schedule.parts()));
    }
}
