package io.akkord.placement.cluster;

/**
 * A network cut over a mesh: who holds which part.
 *
 * @param mesh as many devices as the cut takes
 * @param parallelism the cut
 */
public record Layout(Mesh mesh, Parallelism parallelism) {

    public Layout {
        if (mesh.size() != parallelism.ranks()) {
            throw new IllegalArgumentException(
                    parallelism + " takes " + parallelism.ranks() + " devices, the mesh has " + mesh.size());
        }
    }

    /** A whole network on one device. */
    public static Layout single(int device) {
        return new Layout(Mesh.of(device, 1), Parallelism.NONE);
    }

    /** The device that holds a slice of a stage in a copy. */
    public int device(int stage, int copy, int slice) {
        return mesh.device(parallelism.rank(stage, copy, slice));
    }

    @Override
    public String toString() {
        return parallelism + " on " + mesh;
    }
}
