package io.akkord.actors.run;

import io.akkord.placement.model.Family;
import io.akkord.placement.model.ModelShape;
import io.akkord.policies.transformer.ModelConfig;

/** What the planner must know of a network, from what its files say. */
final class NetworkShapes {

    private NetworkShapes() {}

    static ModelShape of(ModelConfig config) {
        return new ModelShape(
                Family.LLAMA,
                config.vocabulary(),
                config.hidden(),
                config.layers(),
                config.heads(),
                config.keyValueHeads(),
                config.headSize(),
                config.intermediate(),
                0,
                config.tied(),
                config.scalar());
    }
}
