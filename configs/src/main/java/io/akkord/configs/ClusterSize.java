package io.akkord.configs;

import io.akkord.algorithms.UserError;
import io.akkord.placement.cluster.Cluster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Makes a cluster of a wanted number of devices out of the nodes of a file.
 *
 * <p>Nodes are added whole, each time one of the group that lags most behind its share of the file, the first listed on
 * ties; so every size a user can have is reached on one way, and the nearest ones are known. What is smaller than the
 * first node is a part of it.
 */
final class ClusterSize {

    private static final int MOST = 1 << 20;

    private final String name;
    private final ClusterFile file;

    ClusterSize(String name, ClusterFile file) {
        this.name = name;
        this.file = file;
    }

    /**
     * The cluster of {@code devices} devices.
     *
     * @throws UserError if whole nodes do not make up that number; it names those they do
     */
    Cluster of(int devices) {
        if (devices < 1 || devices > MOST) {
            throw refused(devices, "must lie between 1 and " + MOST);
        }
        List<NodeGroup> groups = file.nodes();
        var counts = new ArrayList<>(Collections.nCopies(groups.size(), 0));
        int first = groups.getFirst().devices();
        if (devices < first) {
            counts.set(0, 1);
            return file.cluster(name, counts, devices);
        }
        int reached = 0;
        int before = 0;
        while (reached < devices) {
            int next = lagging(counts);
            NodeGroup group = groups.get(next);
            if (counts.get(next) > 0 && group.networks().isEmpty()) {
                throw refused(devices, "must be at most " + reached + ", since no network leaves node " + group.name());
            }
            counts.set(next, counts.get(next) + 1);
            before = reached;
            reached += group.devices();
        }
        if (reached > devices) {
            throw refused(devices, "must make up whole nodes, such as " + before + " or " + reached);
        }
        return file.cluster(name, counts, Integer.MAX_VALUE);
    }

    private int lagging(List<Integer> counts) {
        int least = 0;
        for (int i = 1; i < counts.size(); i++) {
            long mine = (long) counts.get(i) * file.nodes().get(least).count();
            long leasts = (long) counts.get(least) * file.nodes().get(i).count();
            least = mine < leasts ? i : least;
        }
        return least;
    }

    private UserError refused(int devices, String sentence) {
        return new UserError(name + ": the number of devices " + sentence + ", was " + devices);
    }
}
