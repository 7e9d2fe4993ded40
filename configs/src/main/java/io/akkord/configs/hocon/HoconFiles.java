package io.akkord.configs.hocon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.akkord.algorithms.UserError;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses files and packaged recipes, with {@code include} as a reader expects it.
 *
 * <p>Plain HOCON ignores an include that it cannot find, and its includers are not told which line includes. Here every
 * text is parsed with an includer of its own that knows the including text: a bare name such as {@code include "ppo"} is
 * a recipe, anything with a dot or a slash is a file beside the including one, and what is not found is an error at the
 * line that asked for it.
 */
public final class HoconFiles {

    private final Origins origins;
    private final Packaged library;

    /**
     * A parser.
     *
     * @param library where bare names are found
     */
    public HoconFiles(Origins origins, Packaged library) {
        this.origins = origins;
        this.library = library;
    }

    /** Parses a file, includes and all, without resolving substitutions. */
    public Config file(Path file) {
        return file(file.toAbsolutePath().normalize(), List.of());
    }

    /** Parses a packaged text of that name, if there is one. */
    public Optional<Config> named(String name) {
        return named(name, List.of());
    }

    private Config file(Path file, List<String> includers) {
        String text = read(file);
        return parse(() ->
                ConfigFactory.parseFile(file.toFile(), options(text, file, chain(includers, file.toString()))));
    }

    private Optional<Config> named(String name, List<String> includers) {
        return library.text(name).map(text -> {
            String title = library.kind() + " " + name;
            ConfigParseOptions options =
                    options(text, null, chain(includers, title)).setOriginDescription(title);
            return parse(() -> ConfigFactory.parseString(text, options));
        });
    }

    /** Parses a text that has neither a file nor includes. */
    public static Config text(String text, String origin) {
        return guarded(
                () -> ConfigFactory.parseString(
                        text,
                        ConfigParseOptions.defaults()
                                .setSyntax(ConfigSyntax.CONF)
                                .setOriginDescription(origin)),
                new Origins(Path.of(""), origin));
    }

    private interface Parse {
        Config run();
    }

    private Config parse(Parse parse) {
        return guarded(parse, origins);
    }

    private static Config guarded(Parse parse, Origins origins) {
        try {
            return parse.run();
        } catch (ConfigException.Parse e) {
            String message = String.valueOf(e.getMessage());
            String where = e.origin().description() + ": ";
            String what = message.startsWith(where) ? message.substring(where.length()) : message;
            throw origins.error(
                    e.origin(),
                    what.endsWith("end of file")
                            ? "no valid HOCON: the text ends before every bracket is closed"
                            : "no valid HOCON: " + what,
                    e);
        }
    }

    private ConfigParseOptions options(String text, @Nullable Path file, List<String> chain) {
        return ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setIncluder(new Includer(text, file, chain));
    }

    private static List<String> chain(List<String> includers, String next) {
        var chain = new ArrayList<>(includers);
        chain.add(next);
        return chain;
    }

    private String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new UserError(origins.display(file) + ": not UTF-8 text; save it as UTF-8", e);
        } catch (IOException e) {
            throw new UserError(origins.display(file) + ": cannot be read: " + e, e);
        }
    }

    /** Includes of one text. */
    private final class Includer
            implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

        private final String text;
        private final @Nullable Path file;
        private final List<String> chain;

        Includer(String text, @Nullable Path file, List<String> chain) {
            this.text = text;
            this.file = file;
            this.chain = chain;
        }

        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return this;
        }

        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            if (what.contains("/") || what.contains(".")) {
                return includeFile(context, new File(what));
            }
            if (chain.contains(library.kind() + " " + what)) {
                throw refused(what, "includes itself: " + String.join(" -> ", chain) + " -> " + what);
            }
            return named(what, chain)
                    .orElseThrow(() -> refused(
                            what,
                            "no " + library.kind() + " is called " + what + ", "
                                    + Keys.suggestion(what, library.names()) + " (a file is included as \"" + what
                                    + ".conf\")"))
                    .root();
        }

        @Override
        public ConfigObject includeFile(ConfigIncludeContext context, File what) {
            Path folder = file == null ? origins.caller() : file.resolveSibling("");
            Path target = folder.resolve(what.toPath()).normalize();
            if (!Files.isRegularFile(target)) {
                throw refused(what.toString(), "there is no file " + origins.display(target));
            }
            if (chain.contains(target.toString())) {
                throw refused(what.toString(), "includes itself");
            }
            return HoconFiles.this.file(target, chain).root();
        }

        @Override
        public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
            throw refused(what.toString(), "only recipes and files can be included");
        }

        @Override
        public ConfigObject includeResources(ConfigIncludeContext context, String what) {
            throw refused(what, "only recipes and files can be included");
        }

        private UserError refused(String what, String sentence) {
            String title = file == null ? chain.getLast() : origins.display(file);
            return new UserError(title + ":" + line(what) + ": include \"" + what + "\": " + sentence);
        }

        /** HOCON does not say on which line an include stands, so it is looked up. */
        private int line(String what) {
            Matcher include = Pattern.compile("(?m)^[^#\"]*\\binclude\\b[^#\\n]*" + Pattern.quote(what))
                    .matcher(text);
            return include.find()
                    ? (int) text.substring(0, include.end()).lines().count()
                    : 1;
        }
    }
}
