package io.akkord.actors.collective;

import io.akkord.placement.collective.Schedule;
import io.akkord.placement.collective.Send;
import io.akkord.placement.collective.Send.Effect;
import java.util.ArrayList;
import java.util.List;

/**
 * What one rank has to do in a schedule, part by part.
 *
 * @param rank whose they are
 * @param parts into which an array is cut
 * @param rounds of the schedule
 * @param sends in the order of rounds
 * @param receives likewise
 */
record RankSteps(int rank, int parts, int rounds, List<Step> sends, List<Step> receives) {

    /**
     * One part that crosses between two ranks.
     *
     * @param round of the schedule
     * @param peer the other rank
     * @param after how often the part has to go the other way first: be received before it can be sent on, or be sent
     *     before it is written over
     */
    record Step(int round, int peer, int part, Effect effect, int after) {}

    /**
     * A rank's steps.
     *
     * @param root rank that plays the schedule's rank 0, with the others behind it in their order
     */
    static RankSteps of(Schedule schedule, int rank, int root) {
        int player = Math.floorMod(rank - root, schedule.ranks());
        var sends = new ArrayList<Step>();
        var receives = new ArrayList<Step>();
        var sent = new int[schedule.parts()];
        var received = new int[schedule.parts()];
        for (int number = 0; number < schedule.rounds().size(); number++) {
            int[] sentBefore = sent.clone();
            int[] receivedBefore = received.clone();
            for (Send send : schedule.rounds().get(number).sends()) {
                boolean out = send.sender() == player;
                if (out || send.receiver() == player) {
                    int peer = ((out ? send.receiver() : send.sender()) + root) % schedule.ranks();
                    for (int part = send.chunk().from(); part < send.chunk().to(); part++) {
                        int after = out ? receivedBefore[part] : sentBefore[part];
                        (out ? sends : receives).add(new Step(number, peer, part, send.effect(), after));
                        (out ? sent : received)[part]++;
                    }
                }
            }
        }
        return new RankSteps(
                rank, schedule.parts(), schedule.rounds().size(), List.copyOf(sends), List.copyOf(receives));
    }
}
