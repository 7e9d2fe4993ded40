package io.akkord.configs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import io.akkord.configs.hocon.HoconFiles;
import io.akkord.configs.hocon.Keys;
import io.akkord.configs.hocon.Origins;
import io.akkord.configs.hocon.Packaged;
import io.akkord.placement.plan.FixedLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What every key is when nobody says otherwise, from commented files: {@code reference.conf} and one file for each
 * algorithm.
 *
 * <p>An algorithm from elsewhere may bring its own beside its class, named like it in kebab-case; without one, all its
 * keys must be given.
 */
final class Defaults {

    private static final Packaged ALGORITHMS = new Packaged("algorithm", "io/akkord/configs/defaults");

    private static final Config REFERENCE = ConfigFactory.parseResources(
                    Defaults.class.getClassLoader(),
                    "reference.conf",
                    ConfigParseOptions.defaults().setOriginDescription(Origins.DEFAULTS))
            .getConfig("akkord");

    private Defaults() {}

    /** Names of the algorithms that come with Akkord. */
    static List<String> algorithms() {
        return ALGORITHMS.names();
    }

    /** Defaults of the experiment's own keys. */
    static ConfigObject experiment() {
        return REFERENCE.getObject("experiment");
    }

    /** Defaults of a record that is a section of its own: an algorithm, a kind of reward, a fresh model, a layout. */
    static ConfigObject of(Class<?> type) {
        String name = Keys.kebab(type.getSimpleName());
        if (RewardSource.class.isAssignableFrom(type)) {
            return REFERENCE.getObject("rewards." + name);
        } else if (type == ModelSource.Fresh.class) {
            return REFERENCE.getObject("new-model");
        } else if (type == FixedLayout.class) {
            return REFERENCE.getObject("layout");
        }
        return Optional.of(name)
                .filter(one -> type.getPackageName().equals(Algorithms.HOME))
                .flatMap(ALGORITHMS::text)
                .or(() -> beside(type, name))
                .map(text -> HoconFiles.text(text, Origins.DEFAULTS).root())
                .orElseGet(() -> ConfigFactory.empty().root());
    }

    /** What takes the place of some defaults of an algorithm where responses are written by older weights. */
    static ConfigObject stale(Class<?> algorithm) {
        Config stale = REFERENCE.getConfig("stale");
        String name = Algorithms.name(algorithm);
        return stale.root().containsKey(name)
                ? stale.getObject(name)
                : ConfigFactory.empty().root();
    }

    private static Optional<String> beside(Class<?> type, String name) {
        try (InputStream stream = type.getResourceAsStream(name + ".conf")) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the defaults of " + type.getName(), e);
        }
    }
}
