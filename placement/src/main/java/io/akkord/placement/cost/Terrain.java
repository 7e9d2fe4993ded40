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

    /** Ranks on nodes of one breed: where they begin, and devices on the first and on the last of the nodes. */
    private record Run(int firstRank, int breed, int first, int last) {}

    private final Ground ground;
    private final List<Run> runs = new ArrayList<>();
    private final int ranks;
    private int unit;
    private int perNode;

    Terrain(Ground ground, Mesh mesh) {
        this.ground = ground;
        int rank = 0;
        for (Mesh.Span span : mesh.spans()) {
            for (int device = span.from(); device < span.to(); ) {
                int end = device + 1;
                while (end < span.to() && ground.nodeOf(end) == ground.nodeOf(device)) {
                    end++;
                }
                add(rank, device, end - device);
                rank += end - device;
                device = end;
            }
        }
        this.ranks = rank;
    }

    private void add(int rank, int device, int length) {
        unit = gcd(unit, length);
        perNode = Math.max(perNode, length);
        int breed = ground.breedOfNode(ground.nodeOf(device));
        if (runs.isEmpty() || runs.getLast().breed() != breed) {
            runs.add(new Run(rank, breed, device, device));
        } else {
            Run last = runs.removeLast();
            runs.add(new Run(last.firstRank(), breed, last.first(), device));
        }
    }

    /** What a layout of this mesh stands on. */
    Wiring wiring(Parallelism cut) {
        DeviceKind device = slowest();
        double share = device.efficiency().network();
        double host = device.hostBytesPerSecond();
        int sliced = gcd(unit, cut.tensor());
        int copies = unit % cut.tensor() == 0 ? gcd(unit / cut.tensor(), cut.data()) : 1;
        int block = cut.tensor() * cut.data();
        Link inside = paced(inside(), share, Double.POSITIVE_INFINITY);
        Link across = acrossStage(block, cut.pipeline());
        var tensor = new Group(cut.tensor() / sliced, sliced, inside, crossing(across, share, sliced, perNode, host));
        var data = new Group(cut.data() / copies, copies, inside, crossing(across, share, copies, perNode, host));
        boolean neighbours = ranks <= unit;
        Link hop = neighbours
                ? inside
                : crossing(betweenStages(block, cut.pipeline()), share, 1, Math.min(perNode, block), host);
        return new Wiring(device, tensor, data, hop);
    }

    /** What {@code members} of a node's {@code senders} get of its network, through the host's bus at most. */
    private static Link crossing(Link network, double share, int members, int senders, double host) {
        return paced(network, share * members / Math.max(members, senders), members * host);
    }

    private static Link paced(Link link, double share, double atMost) {
        return new Link(link.kind(), Math.min(link.bytesPerSecond() * share, atMost), link.latencySeconds());
    }

    /** The kind that the others wait for. */
    DeviceKind slowest() {
        DeviceKind slowest = ground.slowest(runs.getFirst().breed());
        for (int run = 1; run < runs.size(); run++) {
            DeviceKind kind = ground.slowest(runs.get(run).breed());
            slowest = ground.pace(kind) < ground.pace(slowest) ? kind : slowest;
        }
        return slowest;
    }

    /** The link over which the two meshes reach each other, the slowest that may be needed. */
    Link linkTo(Terrain other) {
        Link worst = null;
        for (Run mine : runs) {
            for (Run theirs : other.runs) {
                Link link = ground.link(mine.first(), theirs.last());
                worst = worst == null ? link : Ground.slower(worst, link);
            }
        }
        return worst == null ? inside() : worst;
    }

    boolean leavesNode() {
        return ranks > unit || ranks > perNode;
    }

    boolean sharesNodeWith(Terrain other) {
        return ground.nodeOf(runs.getFirst().first())
                == ground.nodeOf(other.runs.getFirst().first());
    }

    /** How many such links leave the mesh side by side: one a node where it is a network's, else one a device. */
    int ways(boolean network) {
        return network ? Math.max(1, ranks / perNode) : ranks;
    }

    private Link inside() {
        Link worst = ground.inside(runs.getFirst().breed());
        for (int run = 1; run < runs.size(); run++) {
            worst = Ground.slower(worst, ground.inside(runs.get(run).breed()));
        }
        return worst;
    }

    /** The slowest link between two devices of one stage, over all stages of {@code block} ranks. */
    private Link acrossStage(int block, int stages) {
        Link worst = null;
        for (int stage = 0; stage < (runs.size() == 1 ? 1 : stages); stage++) {
            worst = worst(worst, stage * block, (stage + 1) * block, stage * block, (stage + 1) * block);
        }
        return worst == null ? inside() : worst;
    }

    /** The slowest link between a stage and the next. */
    private Link betweenStages(int block, int stages) {
        Link worst = null;
        for (int stage = 0; stage + 1 < (runs.size() == 1 ? Math.min(2, stages) : stages); stage++) {
            worst = worst(worst, stage * block, (stage + 1) * block, (stage + 1) * block, (stage + 2) * block);
        }
        return worst == null ? inside() : worst;
    }

    private @Nullable Link worst(@Nullable Link known, int fromRank, int fromEnd, int toRank, int toEnd) {
        Link worst = known;
        for (int i = runAt(fromRank); i < runs.size() && runs.get(i).firstRank() < fromEnd; i++) {
            for (int j = runAt(toRank); j < runs.size() && runs.get(j).firstRank() < toEnd; j++) {
                int a = runs.get(i).first();
                int b = i == j ? runs.get(j).last() : runs.get(j).first();
                if (ground.nodeOf(a) != ground.nodeOf(b)) {
                    Link link = ground.link(a, b);
                    worst = worst == null ? link : Ground.slower(worst, link);
                }
            }
        }
        return worst;
    }

    private int runAt(int rank) {
        int run = runs.size() - 1;
        while (runs.get(run).firstRank() > rank) {
            run--;
        }
        return run;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
