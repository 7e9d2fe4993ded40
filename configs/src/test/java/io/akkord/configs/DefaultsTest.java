package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.Role;
import io.akkord.configs.hocon.Example;
import io.akkord.configs.hocon.Keys;
import io.akkord.configs.rows.DataSources;
import io.akkord.placement.plan.FixedLayout;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of defaults and the records say the same. */
class DefaultsTest {

    static List<String> algorithms() {
        return Defaults.algorithms();
    }

    @Test
    void everyAlgorithmHasDefaults() {
        assertEquals(
                List.of(
                        "alt",
                        "best-of-n",
                        "conditional-training",
                        "cpo",
                        "direct-nash",
                        "dpo",
                        "judge-augmented-sft",
                        "kto",
                        "nash-md",
                        "online-dpo",
                        "orpo",
                        "ppo",
                        "rejection-sampling",
                        "reward-modelling",
                        "rlvr",
                        "self-consistency",
                        "self-judgment",
                        "self-preference",
                        "self-refinement",
                        "sft",
                        "simpo",
                        "xpo"),
                Defaults.algorithms());
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void keysOfAnAlgorithmAreItsComponents(String name) {
        Class<? extends Algorithm> type = Algorithms.find(name).orElseThrow();
        assertEquals(name, Algorithms.name(type));
        assertSameKeys(Defaults.of(type), type, Set.of("iterations", "batch"), name);
    }

    @Test
    void keysOfAnExperimentAreItsComponents() {
        ConfigObject experiment = Defaults.experiment();
        var sections = new LinkedHashSet<>(Set.of("data", "reward", "gold", "runtime", "plan"));
        for (Role role : Role.values()) {
            sections.add(ExperimentAssembly.sectionOf(role));
            assertEquals(
                    Set.of("model"),
                    section(experiment, ExperimentAssembly.sectionOf(role)).keySet());
        }
        assertSameKeys(experiment, ExperimentAssembly.Header.class, sections, "");
        assertSameKeys(section(experiment, "plan"), PlanSettings.class, Set.of(), "plan");
        assertSameKeys(section(experiment, "data"), DataSources.class, Set.of(), "data");
        assertSameKeys(section(experiment, "reward"), RewardSettings.class, Set.of(), "reward");
        assertSameKeys(section(experiment, "gold"), RewardSettings.class, Set.of(), "gold");
        assertSameKeys(section(experiment, "runtime"), RuntimeSettings.class, Set.of(), "runtime");
        assertSameKeys(Defaults.of(ModelSource.Fresh.class), ModelSource.Fresh.class, Set.of(), "new");
        assertSameKeys(Defaults.of(FixedLayout.class), FixedLayout.class, Set.of(), "layout");
    }

    @Test
    void keysOfARewardAreItsComponents() {
        for (Class<?> kind : RewardSource.class.getPermittedSubclasses()) {
            assertSameKeys(Defaults.of(kind), kind, Set.of(), kind.getSimpleName());
        }
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void everyKeyOfAnAlgorithmHasAComment(String name) {
        assertEquals(List.of(), uncommented(Defaults.of(Algorithms.find(name).orElseThrow()), name));
    }

    @Test
    void everyKeyOfAnExperimentHasAComment() {
        assertEquals(List.of(), uncommented(Defaults.experiment(), "experiment"));
        assertEquals(List.of(), uncommented(Defaults.of(ModelSource.Fresh.class), "new"));
        assertEquals(List.of(), uncommented(Defaults.of(FixedLayout.class), "layout"));
        for (Class<?> kind : RewardSource.class.getPermittedSubclasses()) {
            assertEquals(List.of(), uncommented(Defaults.of(kind), kind.getSimpleName()));
        }
    }

    private static void assertSameKeys(ConfigObject section, Class<?> type, Set<String> also, String path) {
        var expected = new LinkedHashSet<>(Keys.of(type));
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.isAnnotationPresent(Example.class)) {
                assertFalse(section.containsKey(Keys.kebab(component.getName())), "an example and a default: " + path);
                expected.remove(Keys.kebab(component.getName()));
            }
        }
        expected.addAll(also);
        assertEquals(expected, section.keySet(), path);
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType().isRecord() && !component.isAnnotationPresent(Example.class)) {
                String key = Keys.kebab(component.getName());
                assertSameKeys(section(section, key), component.getType(), Set.of(), path + "." + key);
            }
        }
    }

    private static List<String> uncommented(ConfigObject section, String path) {
        var silent = new ArrayList<String>();
        section.forEach((key, value) -> {
            if (value.origin().comments().isEmpty()) {
                silent.add(path + "." + key);
            }
            if (value instanceof ConfigObject inner) {
                silent.addAll(uncommented(inner, path + "." + key));
            }
        });
        return silent;
    }

    private static ConfigObject section(ConfigObject parent, String key) {
        ConfigValue value = parent.get(key);
        assertTrue(value instanceof ConfigObject, "no section " + key);
        return parent.toConfig().getObject(key);
    }
}
