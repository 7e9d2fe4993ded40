package io.akkord.placement.cost;

import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Parallelism;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mesh as the groups of a layout see it: how many neighbours share a node, and the links between runs of like nodes.
 *
 * <p>Ranks count tensor fastest, then data, then pipeline. So a group's members follow each other with a fixed stride,
 * and arithmetic tells how many of them share a node; only where nodes differ must it be asked which stage lies where.
 */
final class Terrain {

    /** Ranks on nodes of one breed: where they begin, and a device of the first and of the last of the nodes. */
    private record Run(int firstRank, int breed, int first, int last) {}

    private final Ground ground;
    private final List<Run> runs = new ArrayList<>();
    private final DeviceKind slowest;
    private final Link inside;
    private int nodes;
    private int ranks;
    private int unit;
    private int perNode;

    Terrain(Ground ground, Mesh mesh) {
        this.ground = ground;
        for (Mesh.Span span : mesh.spans()) {
            for (int device = span.from(); device < span.to(); ) {
                int end = device + 1;
                while (end < span.to() && ground.nodeOf(end) == ground.nodeOf(device)) {
                    end++;
                }
                add(device, end - device);
                device = end;
            }
        }
        DeviceKind waitedFor = ground.slowest(runs.getFirst().breed());
        Link worst = ground.inside(runs.getFirst().breed());
        for (Run run : runs) {
            waitedFor = ground.slower(waitedFor, ground.slowest(run.breed()));
            worst = Ground.slower(worst, ground.inside(run.breed()));
        }
        this.slowest = waitedFor;
        this.inside = worst;
    }

    private void add(int device, int length) {
        int breed = ground.breedOf(device);
        if (runs.isEmpty() || runs.getLast().breed() != breed) {
            runs.add(new Run(ranks, breed, device, device));
        } else {
            Run last = runs.removeLast();
            runs.add(new Run(last.firstRank(), breed, last.first(), device));
        }
        nodes++;
        ranks += length;
        unit = gcd(unit, length);
        perNode = Math.max(perNode, length);
    }

    /** The kind that the others wait for. */
    DeviceKind slowest() {
        return slowest;
    }

    /** What a layout of this mesh stands on. */
    Wiring wiring(Parallelism cut) {
        int block = cut.tensor() * cut.data();
        int slices = gcd(unit, cut.tensor());
        int copies = unit % cut.tensor() == 0 ? gcd(unit / cut.tensor(), cut.data()) : 1;
        Link near = paced(inside, Double.POSITIVE_INFINITY);
        Link across = worstOfStages(block, cut.pipeline(), 0);
        var tensor = new Group(cut.tensor() / slices, slices, near, leaving(across, slices, perNode));
        var data = new Group(cut.data() / copies, copies, near, leaving(across, copies, perNode));
        Link hop = ranks <= unit
                ? near
                : leaving(worstOfStages(block, cut.pipeline() - 1, block), 1, Math.min(perNode, block));
        return new Wiring(slowest, tensor, data, hop);
    }

    /** What {@code members} of {@code senders} that leave a node together get of its network; each has one bus to it. */
    private Link leaving(Link network, int members, int senders) {
        double part = (double) members / Math.max(members, senders);
        var shared = new Link(network.kind(), network.bytesPerSecond() * part, network.latencySeconds());
        return paced(shared, members * slowest.hostBytesPerSecond());
    }

    private Link paced(Link link, double atMost) {
        double bytesPerSecond =
                Math.min(link.bytesPerSecond() * slowest.efficiency().network(), atMost);
        return new Link(link.kind(), bytesPerSecond, link.latencySeconds());
    }

    /** The slowest link from a stage of {@code block} ranks to the ranks {@code shift} later, over so many stages. */
    private Link worstOfStages(int block, int stages, int shift) {
        Link worst = null;
        int told = runs.size() == 1 ? Math.min(1, stages) : stages;
        for (int stage = 0; stage < told; stage++) {
            worst = worst(worst, stage * block, stage * block + shift, block);
        }
        return worst == null ? inside : worst;
    }

    private @Nullable Link worst(@Nullable Link known, int from, int to, int length) {
        Link worst = known;
        for (int i = runAt(from); i < runs.size() && runs.get(i).firstRank() < from + length; i++) {
            for (int j = runAt(to); j < runs.size() && runs.get(j).firstRank() < to + length; j++) {
                Run mine = runs.get(i);
                Run theirs = runs.get(j);
                worst = slower(worst, mine.first(), i == j ? theirs.last() : theirs.first());
            }
        }
        return worst;
    }

    private @Nullable Link slower(@Nullable Link known, int from, int to) {
        if (ground.nodeOf(from) == ground.nodeOf(to)) {
            return known;
        }
        Link link = ground.link(from, to);
        return known == null ? link : Ground.slower(known, link);
    }

    private int runAt(int rank) {
        int run = runs.size() - 1;
        while (runs.get(run).firstRank() > rank) {
            run--;
        }
        return run;
    }

    /** Seconds until bytes that lie evenly over this mesh lie evenly over another: all of the smaller one's links at once. */
    double seconds(double bytes, Terrain other) {
        Link worst = null;
        for (Run mine : runs) {
            for (Run theirs : other.runs) {
                worst = slower(slower(worst, mine.first(), theirs.last()), mine.last(), theirs.first());
            }
        }
        return worst == null
                ? paced(inside, Double.POSITIVE_INFINITY).seconds(bytes / Math.min(ranks, other.ranks))
                : paced(worst, Double.POSITIVE_INFINITY).seconds(bytes / Math.min(nodes, other.nodes));
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
