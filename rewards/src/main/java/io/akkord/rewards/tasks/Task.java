package io.akkord.rewards.tasks;

import io.akkord.rewards.RowVerifier;
import io.akkord.rewards.Seeds;
import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/**
 * The built-in tasks: each makes problems from a seed, and checks responses to them by what their rows say.
 *
 * <p>About one problem in five is held out, by a hash of what would give it away and of nothing else: whatever the seed
 * and the knobs, no problem of {@link #heldOut} is ever asked, demonstrated or compared. Lists are functions of their
 * arguments, longer ones begin with shorter ones, and a problem comes twice only where the world is nearly used up.
 */
public enum Task implements Verifier {
    /** {@code 12+34=} wants {@code 46}; split by the pair of operands, whatever their order and the operator. */
    ARITHMETIC(Arithmetic::new, Arithmetic::check),
    /** {@code sort pear fig:} wants {@code fig pear}; split by the set of words. */
    WORD_SORTING(WordSorting::new, WordSorting::check),
    /** {@code make 24 of 3 4 5:} wants an expression such as {@code (3+5)*4-8}; split by the numbers. */
    COUNTDOWN(Countdown::new, Countdown::check),
    /** A square of 4 by 4 with holes, {@code _234 3412 2143 4321:}, wants it filled; split by the filled square. */
    SUDOKU(Sudoku::new, Sudoku::check);

    private static final int HELD_OUT_IN = 5;
    private static final int TRIES_FOR_ANOTHER = 50;
    private static final int TRIES_FOR_ANY = 100_000;

    private final Function<TaskKnobs, World> world;
    private final Check check;

    Task(Function<TaskKnobs, World> world, Check check) {
        this.world = world;
        this.check = check;
    }

    /** How a task reads a response. */
    @FunctionalInterface
    interface Check {
        Verdict of(String response, Map<String, String> labels) throws Unscored;
    }

    /** The name by which rows and experiments know the task, such as {@code word-sorting}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A verifier of all tasks' rows: each names its task. */
    public static RowVerifier ofRow() {
        var tasks = new LinkedHashMap<String, Verifier>();
        for (Task task : values()) {
            tasks.put(task.key(), task);
        }
        return new RowVerifier(tasks, null);
    }

    /** @throws Unscored if the row does not say what checking needs */
    @Override
    public Verdict verify(String response, Map<String, String> labels) throws Unscored {
        return check.of(response, labels);
    }

    /** Problems to train on. */
    public List<Problem> prompts(TaskKnobs knobs, long seed, int count) {
        return problems(knobs, seed, "prompts", count, false);
    }

    /** Problems that no training row shows. */
    public List<Problem> heldOut(TaskKnobs knobs, long seed, int count) {
        return problems(knobs, seed, "held out", count, true);
    }

    /** Responses to imitate, of which a fraction {@link TaskKnobs#errors} is wrong, spread evenly: of n rows floor(n errors). */
    public List<WorkedProblem> demonstrations(TaskKnobs knobs, long seed, int count) {
        World maker = world.apply(knobs);
        var rows = new ArrayList<WorkedProblem>(count);
        for (Problem problem : problems(knobs, seed, "demonstrated", count, false)) {
            int row = rows.size();
            boolean right = Math.floor((row + 1) * knobs.errors()) == Math.floor(row * knobs.errors());
            Random random = Seeds.of(seed, key() + " slips", row);
            String answer = right ? problem.answer() : maker.wrong(problem, random);
            rows.add(new WorkedProblem(problem, maker.work(problem) + answer, right));
        }
        return rows;
    }

    /** A right and a wrong response to each problem to train on. */
    public List<ComparedAnswers> pairs(TaskKnobs knobs, long seed, int count) {
        return compared(knobs, seed, problems(knobs, seed, "compared", count, false));
    }

    /** A right and a wrong response to each problem that no training row shows. */
    public List<ComparedAnswers> heldOutPairs(TaskKnobs knobs, long seed, int count) {
        return compared(knobs, seed, problems(knobs, seed, "held out and compared", count, true));
    }

    private List<ComparedAnswers> compared(TaskKnobs knobs, long seed, List<Problem> problems) {
        World maker = world.apply(knobs);
        var rows = new ArrayList<ComparedAnswers>(problems.size());
        for (Problem problem : problems) {
            Random random = Seeds.of(seed, key() + " mistakes", rows.size());
            String work = maker.work(problem);
            rows.add(new ComparedAnswers(problem, work + problem.answer(), work + maker.wrong(problem, random)));
        }
        return rows;
    }

    private List<Problem> problems(TaskKnobs knobs, long seed, String purpose, int count, boolean heldOut) {
        World maker = world.apply(knobs);
        Set<String> seen = new HashSet<>();
        var problems = new ArrayList<Problem>(count);
        for (int row = 0; row < count; row++) {
            Problem problem = next(maker, Seeds.of(seed, key() + " " + purpose, row), heldOut, seen);
            seen.add(problem.prompt());
            problems.add(problem);
        }
        return problems;
    }

    private Problem next(World maker, Random random, boolean heldOut, Set<String> seen) {
        int onThisSide = 0;
        for (int draw = 0; draw < TRIES_FOR_ANY; draw++) {
            World.Drawn drawn = maker.draw(random);
            boolean fits = heldOut == (Math.floorMod(Seeds.mix(drawn.key().hashCode()), HELD_OUT_IN) == 0);
            if (fits
                    && (++onThisSide > TRIES_FOR_ANOTHER
                            || !seen.contains(drawn.problem().prompt()))) {
                return drawn.problem();
            }
        }
        throw new IllegalStateException(key() + " has no " + (heldOut ? "held-out " : "") + "problem with these knobs");
    }
}
