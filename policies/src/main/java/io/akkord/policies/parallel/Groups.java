package io.akkord.policies.parallel;

/**
 * The groups to which one rank of a cut network belongs.
 *
 * @param tensor the slices of its stage in its copy, ranked by slice
 * @param data its counterparts in all copies, ranked by copy
 * @param pipeline its counterparts in all stages of its copy, ranked by stage
 * @param copy all ranks of its copy, ranked by {@code stage * tensor + slice}
 * @param all every rank of the network
 */
public record Groups(Collective tensor, Collective data, Collective pipeline, Collective copy, Collective all) {

    /** Those of a rank that is alone. */
    public static final Groups ALONE = new Groups(
            SoloCollective.ONLY, SoloCollective.ONLY, SoloCollective.ONLY, SoloCollective.ONLY, SoloCollective.ONLY);
}
