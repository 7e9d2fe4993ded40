package io.akkord.placement.plan;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Mesh.Span;
import io.akkord.placement.cluster.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The meshes worth considering.
 *
 * <p>Within a node: blocks of a power of two, aligned, since links inside a node are alike. Beyond: whole neighbouring
 * nodes; on up to {@link #ALL_RANGES} nodes every range, on more only sizes that are a simple share of all and a power of
 * two, at places a plan of a few calls can tell apart. So the number of meshes grows with the logarithm of the cluster.
 * Where nodes differ, all nodes of a kind and what they leave over are meshes, too, wherever they stand; and on few nodes,
 * so is what a range in the middle leaves.
 */
final class Meshes {

    /** Up to so many nodes every range of them is a mesh: 136 of 16. */
    private static final int ALL_RANGES = 16;

    /** Up to so many nodes the rest around a range is a mesh. */
    private static final int ALL_RESTS = 8;

    private final Cluster cluster;
    private final int places;
    private final int[] firstDevice;
    private final Set<Mesh> meshes = new LinkedHashSet<>();

    private Meshes(Cluster cluster, int places) {
        this.cluster = cluster;
        this.places = places;
        int nodes = cluster.nodes().size();
        this.firstDevice = new int[nodes + 1];
        for (int node = 0; node < nodes; node++) {
            firstDevice[node + 1] =
                    firstDevice[node] + cluster.nodes().get(node).devices().size();
        }
    }

    /**
     * Lists them, large ones first.
     *
     * @param places how many meshes of a kind a plan can tell apart: its number of calls
     */
    static List<Mesh> of(Cluster cluster, int places) {
        var meshes = new Meshes(cluster, places);
        meshes.addRanges();
        meshes.addKinds();
        meshes.addBlocks();
        return List.copyOf(meshes.meshes);
    }

    private void addRanges() {
        int nodes = cluster.nodes().size();
        for (int size : sizes(nodes)) {
            for (int from : starts(nodes, size)) {
                meshes.add(range(from, from + size));
            }
        }
        if (nodes <= ALL_RESTS) {
            for (int from = 1; from < nodes; from++) {
                for (int to = from + 1; to < nodes; to++) {
                    meshes.add(new Mesh(List.of(span(0, from), span(to, nodes))));
                }
            }
        }
    }

    private static List<Integer> sizes(int nodes) {
        if (nodes <= ALL_RANGES) {
            return IntStream.rangeClosed(1, nodes).boxed().toList().reversed();
        }
        var sizes = new TreeSet<Integer>();
        for (int size = 1; size <= nodes; size *= 2) {
            sizes.add(size);
        }
        for (int parts : List.of(3, 4, 8)) {
            for (int part = 1; part <= parts; part++) {
                sizes.add(Math.max(1, nodes * part / parts));
            }
        }
        return List.copyOf(sizes.descendingSet());
    }

    private List<Integer> starts(int nodes, int size) {
        int last = nodes - size;
        if (nodes <= ALL_RANGES) {
            return IntStream.rangeClosed(0, last).boxed().toList();
        }
        var starts = new TreeSet<Integer>();
        for (int i = 0; i < places && i * size <= last; i++) {
            starts.add(i * size);
            starts.add(last - i * size);
        }
        return List.copyOf(starts);
    }

    private void addKinds() {
        List<Node> nodes = cluster.nodes();
        var kinds = new ArrayList<Node>();
        nodes.stream().filter(node -> kinds.stream().noneMatch(node::isLike)).forEach(kinds::add);
        if (kinds.size() == 1) {
            return;
        }
        for (Node kind : kinds) {
            meshes.add(nodes(node -> nodes.get(node).isLike(kind)));
            meshes.add(nodes(node -> !nodes.get(node).isLike(kind)));
        }
    }

    private void addBlocks() {
        List<Node> nodes = cluster.nodes();
        var seen = new ArrayList<Node>();
        for (int node = 0; node < nodes.size(); node++) {
            Node here = nodes.get(node);
            boolean enough = seen.stream().filter(here::isLike).count() >= places;
            if (!enough) {
                seen.add(here);
                int devices = here.devices().size();
                int smallest = nodes.size() > 2 ? Math.max(1, devices / 4) : 1;
                for (int size = Integer.highestOneBit(devices); size >= smallest; size /= 2) {
                    for (int from = 0; from + size <= devices && from / size < blocks(size); from += size) {
                        meshes.add(Mesh.of(firstDevice[node] + from, size));
                    }
                }
            }
        }
    }

    /** Like devices of one node: no plan tells more of them apart than it has calls. */
    private int blocks(int size) {
        return size == 1 ? Math.max(places, 8) : Integer.MAX_VALUE;
    }

    private Mesh nodes(IntPredicate chosen) {
        return new Mesh(IntStream.range(0, cluster.nodes().size())
                .filter(chosen)
                .mapToObj(node -> span(node, node + 1))
                .toList());
    }

    private Mesh range(int from, int to) {
        return new Mesh(List.of(span(from, to)));
    }

    private Span span(int fromNode, int toNode) {
        return new Span(firstDevice[fromNode], firstDevice[toNode]);
    }
}
