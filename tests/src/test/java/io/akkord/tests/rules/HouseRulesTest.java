package io.akkord.tests.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.akkord.algorithms.workflow.Algorithm;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules that can be read off compiled classes: who may know whom, and what things are called. */
class HouseRulesTest {

    private static final JavaClasses HOUSE = House.mainClasses();

    /** Words that say nothing; {@code Data}, {@code Info} and {@code Context} only at the end of a name. */
    private static final Pattern EMPTY_NAME =
            Pattern.compile(".*(Manager|Helper|Utils?|Utility|Impl|Base|Abstract)([A-Z0-9].*)?|.*(Data|Info|Context)");

    /** Two capitals before a small letter or at the end: {@code KLPenalty}, {@code TrainerRL}. */
    private static final Pattern SHOUTED_ACRONYM = Pattern.compile("[A-Z]{3,}.*|.+[A-Z]{2,}([a-z].*)?|[A-Z]{2}");

    @Test
    void theRulesSawTheHouse() {
        var seen = HOUSE.stream().filter(JavaClass::isTopLevelClass).count();
        assertTrue(seen >= 60, "only " + seen + " classes were on the class path");
        for (var module : House.MODULES.subList(0, House.MODULES.size() - 1)) {
            assertTrue(
                    HOUSE.stream().anyMatch(one -> one.getPackageName().startsWith("io.akkord." + module)),
                    "no class of " + module + " was on the class path");
        }
    }

    @Test
    void modulesPointDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("algorithms")
                .definedBy("io.akkord.algorithms..")
                .layer("rewards")
                .definedBy("io.akkord.rewards..")
                .layer("placement")
                .definedBy("io.akkord.placement..")
                .layer("policies")
                .definedBy("io.akkord.policies..", "ai.djl.pytorch.jni")
                .layer("configs")
                .definedBy("io.akkord.configs..")
                .layer("actors")
                .definedBy("io.akkord.actors..")
                .whereLayer("actors")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("configs")
                .mayOnlyBeAccessedByLayers("actors")
                .whereLayer("policies")
                .mayOnlyBeAccessedByLayers("actors")
                .whereLayer("placement")
                .mayOnlyBeAccessedByLayers("actors", "configs", "policies")
                .whereLayer("rewards")
                .mayOnlyBeAccessedByLayers("actors", "configs")
                .check(HOUSE);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("io.akkord.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @ParameterizedTest(name = "{0} is known to {1}")
    @CsvSource({
        "akka,                 actors",
        "com.esotericsoftware, actors",
        "ai.djl,               policies",
        "com.typesafe.config,  actors configs",
        "com.fasterxml,        actors configs policies",
        "org.slf4j,            actors",
    })
    void oneFrameworkOneModule(String framework, String modules) {
        var rooms = Pattern.compile(" ")
                .splitAsStream(modules)
                .map(module -> "io.akkord." + module + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(framework + "..")
                .check(HOUSE);
    }

    @Test
    void theLowerModulesUseTheJdkAlone() {
        classes()
                .that()
                .resideInAnyPackage("io.akkord.algorithms..", "io.akkord.rewards..", "io.akkord.placement..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.akkord..", "java..", "javax..", "com.sun.management..", "org.jspecify..")
                .check(HOUSE);
    }

    @Test
    void jacksonIsInNoPublicSignature() {
        noMethods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should()
                .haveRawReturnType(resideInAPackage("com.fasterxml.."))
                .orShould()
                .haveRawParameterTypes(new DescribedPredicate<>("one of Jackson's") {
                    @Override
                    public boolean test(List<JavaClass> types) {
                        return types.stream().anyMatch(resideInAPackage("com.fasterxml.."));
                    }
                })
                .because("a reader of our API should not have to know which JSON library we use")
                .check(HOUSE);
    }

    @Test
    void noActorKnowsTheNameOfAnAlgorithm() {
        noClasses()
                .that()
                .resideInAPackage("io.akkord.actors..")
                .should()
                .dependOnClassesThat(assignableTo(Algorithm.class).and(not(INTERFACES)))
                .because("a new algorithm is one file and one recipe")
                .check(HOUSE);
    }

    @Test
    void onlyTheJudgeAndTheLabellerKnowTheGoldRule() {
        noClasses()
                .that()
                .doNotHaveSimpleName("GoldRule")
                .and()
                .doNotHaveSimpleName("GoldJudge")
                .and()
                .doNotHaveSimpleName("PairLabeller")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("GoldRule")
                .because("what judges the end must never train the model")
                .check(HOUSE);
        assertTrue(
                HOUSE.stream().anyMatch(one -> one.getSimpleName().equals("GoldRule")),
                "the gold rule has another name now: teach this rule the new one");
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.akkord.actors.cli..")
                .should(ACCESS_STANDARD_STREAMS)
                .because("standard output carries only the result")
                .check(HOUSE);
    }

    @Test
    void namesSayWhatThingsAre() {
        classes().should(beNamedFor()).check(HOUSE);
    }

    private static ArchCondition<JavaClass> beNamedFor() {
        return new ArchCondition<>("be named for what they are, acronyms as words") {
            @Override
            public void check(JavaClass one, ConditionEvents events) {
                var name = one.getSimpleName();
                boolean constant = one.isEnum() || name.isEmpty();
                if (EMPTY_NAME.matcher(name).matches()
                        || !constant && SHOUTED_ACRONYM.matcher(name).matches()) {
                    events.add(
                            SimpleConditionEvent.violated(one, one.getName() + " needs a name that says what it is"));
                }
            }
        };
    }
}
