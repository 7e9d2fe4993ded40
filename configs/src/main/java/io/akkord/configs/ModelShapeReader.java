package io.akkord.configs;

import io.akkord.algorithms.UserError;
import io.akkord.configs.hocon.Keys;
import io.akkord.placement.model.KnownModels;
import io.akkord.placement.model.ModelShape;
import java.nio.file.Files;
import java.nio.file.Path;

/** The shape of a model: one that is known by name, or one whose folder is here. No weights are read. */
public final class ModelShapeReader {

    private static final String CONFIG = "config.json";

    private final Path workingDirectory;

    /**
     * A reader.
     *
     * @param workingDirectory the caller's; relative paths are meant from here
     */
    public ModelShapeReader(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    /**
     * Reads a shape.
     *
     * @param nameOrFolder such as {@code llama-2-70b}, else a folder in Hugging Face layout or its {@code config.json}
     * @throws UserError if nothing is called so, or the configuration is not one of a decoder whose cost is known
     */
    public ModelShape read(String nameOrFolder) {
        return KnownModels.find(nameOrFolder).orElseGet(() -> HuggingFaceShape.read(config(nameOrFolder)));
    }

    private Path config(String name) {
        Path path = workingDirectory.toAbsolutePath().resolve(name).normalize();
        Path config = Files.isDirectory(path) ? path.resolve(CONFIG) : path;
        if (Files.isRegularFile(config)) {
            return config;
        }
        if (Files.isDirectory(path)) {
            throw new UserError("there is no " + CONFIG + " in " + name + "; give a folder in Hugging Face layout");
        }
        String near = Keys.nearest(name, KnownModels.names())
                .map(one -> "did you mean " + one + "? ")
                .orElse("");
        throw new UserError("no model or folder is called " + name + "; " + near + "The models are "
                + String.join(", ", KnownModels.names()));
    }
}
