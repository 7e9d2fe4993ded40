package io.akkord.rewards.instructions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Every kind of instruction, by its id.
 *
 * <p>All 25 of IFEval, the 58 of IFBench and the 29 that Tulu 3 trains on besides; also the ids that only the tests and
 * drafts of those projects use. A new kind is one entry in the list of its family. Where an id is shared, as {@code
 * custom:reverse_order} is by two checkers of IFBench, the name of the checker's class says which is meant.
 */
public final class InstructionKinds {

    private static final Map<String, InstructionKind> BY_NAME = byName();

    private InstructionKinds() {}

    /** The ids of all kinds, in order. */
    public static Set<String> ids() {
        var ids = new TreeSet<String>();
        BY_NAME.values().forEach(kind -> ids.add(kind.id()));
        return ids;
    }

    /**
     * The check that an instruction asks for; it may be used on any thread, again and again.
     *
     * @throws IllegalArgumentException naming an unknown id with the nearest known ones, or a missing or wrong argument
     */
    public static Predicate<String> check(Instruction instruction) {
        InstructionKind kind = BY_NAME.get(instruction.id());
        if (kind == null) {
            throw new IllegalArgumentException("no instruction has the id " + instruction.id() + "; the nearest are "
                    + String.join(", ", nearest(instruction.id())));
        }
        return kind.binding().apply(new Arguments(kind.id(), instruction.arguments()));
    }

    private static List<String> nearest(String id) {
        return ids().stream()
                .sorted(Comparator.comparingInt(known -> distance(known, id)))
                .limit(3)
                .toList();
    }

    /** The edits between two names (Levenshtein); of a long name the first hundred characters count. */
    private static int distance(String one, String other) {
        String cut = other.substring(0, Math.min(other.length(), 100));
        int[] row = new int[cut.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == cut.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[cut.length()];
    }

    private static Map<String, InstructionKind> byName() {
        var kinds = new HashMap<String, InstructionKind>();
        Stream.of(
                        KeywordChecks.kinds(),
                        LengthChecks.kinds(),
                        ContentChecks.kinds(),
                        FormatChecks.kinds(),
                        CaseChecks.kinds(),
                        StartEndChecks.kinds(),
                        CombinationChecks.kinds(),
                        CountChecks.kinds(),
                        RatioChecks.kinds(),
                        WordChecks.kinds(),
                        SentenceChecks.kinds(),
                        LayoutChecks.kinds(),
                        CustomChecks.kinds(),
                        TableChecks.kinds())
                .flatMap(List::stream)
                .forEach(kind -> {
                    var names = new ArrayList<>(kind.otherNames());
                    names.add(kind.id());
                    for (String name : names) {
                        if (kinds.put(name, kind) != null) {
                            throw new IllegalStateException("two kinds of instructions are called " + name);
                        }
                    }
                });
        return Map.copyOf(kinds);
    }
}
