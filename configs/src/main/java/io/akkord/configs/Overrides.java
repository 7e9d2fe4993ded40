package io.akkord.configs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import io.akkord.algorithms.UserError;
import io.akkord.configs.hocon.Origins;
import java.util.List;
import java.util.regex.Pattern;

/** {@code key=value} from the command line: the value is HOCON where it can be, and plain text where it cannot. */
final class Overrides {

    /** What HOCON reads as one value; anything else, such as {@code a#b} or {@code a, b}, it would cut in two. */
    private static final Pattern PLAIN = Pattern.compile("(?!.*//)[^#,=:\\s\"{}\\[\\]][^#,=:\n\"{}\\[\\]]*");

    private Overrides() {}

    /** All overrides; of two for one key the later wins. */
    static Config parse(List<String> overrides) {
        Config all = ConfigFactory.empty();
        for (String override : overrides) {
            int equals = override.indexOf('=');
            if (equals < 1) {
                throw new UserError(Origins.COMMAND_LINE + ": \"" + override
                        + "\" is no override; write key=value, such as seed=7");
            }
            all = parse(
                            override.substring(0, equals).strip(),
                            override.substring(equals + 1).strip())
                    .withFallback(all);
        }
        return all;
    }

    private static Config parse(String key, String value) {
        try {
            ConfigUtil.splitPath(key);
        } catch (ConfigException e) {
            throw new UserError(
                    Origins.COMMAND_LINE + ": \"" + key + "\" is no key; write key=value, such as ppo.clip=0.2", e);
        }
        boolean startsLikeHocon = !value.isEmpty() && "\"[{$".indexOf(value.charAt(0)) >= 0;
        if (startsLikeHocon || PLAIN.matcher(value).matches()) {
            try {
                return ConfigFactory.parseString(
                        key + " = " + value, ConfigParseOptions.defaults().setOriginDescription(Origins.COMMAND_LINE));
            } catch (ConfigException.Parse e) {
                if (startsLikeHocon) {
                    throw new UserError(
                            Origins.COMMAND_LINE + ": " + key + ": \"" + value
                                    + "\" is no valid HOCON value; close every quote and bracket",
                            e);
                }
            }
        }
        return ConfigValueFactory.fromAnyRef(value, Origins.COMMAND_LINE).atPath(key);
    }
}
