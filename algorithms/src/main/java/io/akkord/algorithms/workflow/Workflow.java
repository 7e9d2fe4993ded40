package io.akkord.algorithms.workflow;

import io.akkord.algorithms.experience.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An algorithm as a checked graph of steps over typed columns.
 *
 * <p>The order in which steps are listed says which weights a step sees: a network is trained only after every step
 * listed before has finished with it, and a step listed after a training sees the trained weights; a carried column is
 * ordered in the same way, by readers before and after the step that changes it. Beyond that, steps whose inputs are
 * there run together; nobody writes concurrency.
 *
 * @param name the algorithm's, kebab-case
 * @param steps in listed order
 * @param draws how many batches of source rows an iteration takes: 1, or more where later rounds may need fresh prompts
 */
public record Workflow(String name, List<Step> steps, int draws) {

    /**
     * Checks the graph.
     *
     * @throws IllegalArgumentException naming the step or column when two steps share a name, two steps yield one
     *     column that is not carried, two columns share a name, or a step reads a column that a later step yields; or when
     *     {@code draws} is below 1
     */
    public Workflow {
        steps = List.copyOf(steps);
        check(draws >= 1, name, "must draw at least 1 batch of rows, was " + draws);
        var names = new LinkedHashSet<String>();
        var columns = new LinkedHashMap<String, Column<?>>();
        var yielders = new LinkedHashMap<Column<?>, Integer>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            check(names.add(step.name()), name, "has two steps called " + step.name());
            for (Column<?> column : columnsOf(step)) {
                Column<?> known = columns.putIfAbsent(column.name(), column);
                check(
                        known == null || known.equals(column),
                        name,
                        "has two columns called " + column.name() + ", the second in " + step.name());
            }
            for (Column<?> column : step.outputs()) {
                Integer before = yielders.put(column, i);
                check(
                        before == null || column.isCarried(),
                        name,
                        "yields column " + column.name() + " twice, last in " + step.name());
            }
        }
        for (int i = 0; i < steps.size(); i++) {
            for (Column<?> column : steps.get(i).inputs()) {
                int yielder = yielders.getOrDefault(column, -1);
                check(
                        column.isCarried() || yielder < i,
                        name,
                        "lists step " + steps.get(i).name() + ", which reads column " + column.name() + ", before step "
                                + steps.get(Math.max(yielder, 0)).name() + ", which yields it");
            }
        }
    }

    /** A workflow that takes one batch of source rows an iteration. */
    public Workflow(String name, List<Step> steps) {
        this(name, steps, 1);
    }

    private static void check(boolean holds, String workflow, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("workflow " + workflow + " " + problem);
        }
    }

    private static List<Column<?>> columnsOf(Step step) {
        var columns = new ArrayList<Column<?>>(step.inputs());
        columns.addAll(step.outputs());
        return columns;
    }

    /** Starts a workflow. */
    public static WorkflowBuilder named(String name) {
        return new WorkflowBuilder(name);
    }

    /** Columns that no step yields: they come from the experiment's data. */
    public Set<Column<?>> sources() {
        var yielded = new LinkedHashSet<Column<?>>();
        var read = new LinkedHashSet<Column<?>>();
        for (Step step : steps) {
            yielded.addAll(step.outputs());
            read.addAll(step.inputs());
        }
        read.removeAll(yielded);
        read.removeIf(Column::isCarried);
        return read;
    }

    /** Columns that live from one iteration to the next. */
    public Set<Column<?>> carried() {
        var carried = new LinkedHashSet<Column<?>>();
        for (Step step : steps) {
            step.inputs().stream().filter(Column::isCarried).forEach(carried::add);
        }
        return carried;
    }

    /** Networks that some step asks or trains. */
    public Set<Role> roles() {
        var roles = new LinkedHashSet<Role>();
        steps.forEach(step -> roles.addAll(step.roles()));
        return roles;
    }

    /** Networks that some step trains. */
    public Set<Role> trained() {
        var trained = new LinkedHashSet<Role>();
        for (Step step : steps) {
            if (step instanceof Step.Train train) {
                trained.add(train.network());
            }
        }
        return trained;
    }

    /** The part of the workflow that some columns need, training left out; columns that no step yields are ignored. */
    public Workflow yielding(Collection<? extends Column<?>> wanted) {
        var needed = new LinkedHashSet<Column<?>>(wanted);
        var part = new ArrayList<Step>();
        for (Step step : steps.reversed()) {
            if (!Collections.disjoint(step.outputs(), needed)) {
                needed.addAll(step.inputs());
                part.addFirst(step);
            }
        }
        return new Workflow(name, part, draws);
    }

    /**
     * The inferences that the data set alone decides: those of networks that are not trained, over source rows. Their
     * numbers can be computed once for each row and kept.
     */
    public Workflow keepable() {
        Set<Column<?>> sources = sources();
        Set<Role> trained = trained();
        return new Workflow(
                name,
                steps.stream()
                        .filter(step -> step instanceof Step.Infer infer
                                && sources.contains(infer.from())
                                && !trained.contains(infer.network()))
                        .toList(),
                draws);
    }

    /**
     * The steps that write responses from source rows alone, before the iteration has trained who writes them. With weights
     * that are somewhat behind, they may run while an earlier iteration still trains.
     */
    public Workflow rollouts() {
        Set<Column<?>> sources = sources();
        return new Workflow(
                name,
                steps.stream()
                        .filter(step -> step instanceof Step.Generate && sources.containsAll(step.inputs()))
                        .filter(step -> before(step).stream().noneMatch(Step.Train.class::isInstance))
                        .toList(),
                draws);
    }

    /** The workflow when some steps' columns come from outside. */
    public Workflow without(Workflow done) {
        return new Workflow(
                name, steps.stream().filter(step -> !done.steps.contains(step)).toList(), draws);
    }

    /** What can be walked with some source columns and some networks alone; steps that need others are left out. */
    public Workflow within(Collection<? extends Column<?>> sources, Collection<Role> networks) {
        var fed = new LinkedHashSet<Column<?>>(sources);
        var part = new ArrayList<Step>();
        for (Step step : steps) {
            boolean hasInputs = step.inputs().stream().allMatch(column -> column.isCarried() || fed.contains(column));
            if (hasInputs && networks.containsAll(step.roles())) {
                fed.addAll(step.outputs());
                part.add(step);
            }
        }
        return new Workflow(name, part, draws);
    }

    /**
     * The steps that may start now.
     *
     * @param started names of the steps that have started, finished ones included
     * @param finished names of the steps that have finished
     */
    public List<Step> ready(Collection<String> started, Collection<String> finished) {
        var ready = new ArrayList<Step>();
        for (Step step : steps) {
            boolean isFree = before(step).stream().allMatch(earlier -> finished.contains(earlier.name()));
            if (isFree && !started.contains(step.name())) {
                ready.add(step);
            }
        }
        return ready;
    }

    /** The steps in waves: those of one wave may run at the same time once all waves before have finished. */
    public List<List<Step>> waves() {
        var waves = new ArrayList<List<Step>>();
        var done = new LinkedHashSet<String>();
        while (done.size() < steps.size()) {
            List<Step> wave = ready(done, done);
            waves.add(wave);
            wave.forEach(step -> done.add(step.name()));
        }
        return waves;
    }

    /** The graph as text: a line for each step with what it reads and yields, numbered by its wave. */
    public String describe() {
        int width = steps.stream().mapToInt(step -> step.name().length()).max().orElse(0);
        var text = new StringBuilder(name).append(" reads ").append(names(sources()));
        text.append(carried().isEmpty() ? "" : " and carries " + names(carried()))
                .append('\n');
        List<List<Step>> waves = waves();
        for (int wave = 0; wave < waves.size(); wave++) {
            for (Step step : waves.get(wave)) {
                String yields = step.outputs().isEmpty() ? "" : " -> " + names(step.outputs());
                text.append(String.format(
                        Locale.ROOT,
                        "%3d  %-" + width + "s  %s%s\n",
                        wave + 1,
                        step.name(),
                        names(step.inputs()),
                        yields));
            }
        }
        return text.toString();
    }

    private static String names(Collection<Column<?>> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** The earlier steps that a step must come after. */
    public List<Step> before(Step step) {
        return steps.subList(0, steps.indexOf(step)).stream()
                .filter(earlier -> shareColumn(earlier, step) || shareTrainedNetwork(earlier, step))
                .toList();
    }

    /** Whether the later step reads what the earlier yields, or changes a carried column that the earlier reads or changes. */
    private static boolean shareColumn(Step earlier, Step later) {
        return !Collections.disjoint(earlier.outputs(), later.inputs())
                || !Collections.disjoint(earlier.outputs(), later.outputs())
                || !Collections.disjoint(earlier.inputs(), later.outputs());
    }

    private static boolean shareTrainedNetwork(Step earlier, Step later) {
        boolean sameNetwork = !Collections.disjoint(earlier.roles(), later.roles());
        return sameNetwork && (later instanceof Step.Train || earlier instanceof Step.Train);
    }
}
