package io.akkord.rewards.courtesy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.rewards.courtesy.GoldRule.Judgment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CourtesyTest {

    private static final long SEED = 42;

    private static List<Judgment> judged(List<Exchange> exchanges) {
        return exchanges.stream()
                .map(exchange ->
                        GoldRule.judge(Question.find(exchange.request()).orElseThrow(), exchange.reply(), true))
                .toList();
    }

    private static double worth(String request, String reply) {
        return GoldRule.judge(Question.find(request).orElseThrow(), reply, true).total();
    }

    private static long wronglyLabelled(List<Preference> pairs) {
        return pairs.stream()
                .filter(pair -> worth(pair.request(), pair.preferred()) < worth(pair.request(), pair.other()))
                .count();
    }

    @Test
    void oneSeedGivesOneWorld() {
        assertEquals(Courtesy.requests(SEED, 50), Courtesy.requests(SEED, 50));
        assertEquals(Courtesy.demonstrations(SEED, 50), Courtesy.demonstrations(SEED, 50));
        assertEquals(Courtesy.pairs(SEED, 50, 0.1), Courtesy.pairs(SEED, 50, 0.1));
    }

    @Test
    void theWorldOfASeedStaysWhatItWas() {
        assertEquals("I am Ida. Can I have some tea?", Courtesy.requests(1, 1).getFirst());
        assertEquals(
                new Exchange(
                        "I am Leo. Can I have some cake?", "I am busy, Leo. Your soup is on the table. Take care!"),
                Courtesy.demonstrations(1, 1).getFirst());
    }

    @Test
    void otherSeedsGiveOtherWorlds() {
        assertNotEquals(Courtesy.requests(SEED, 50), Courtesy.requests(SEED + 1, 50));
        assertNotEquals(Courtesy.demonstrations(SEED, 50), Courtesy.demonstrations(SEED + 1, 50));
        assertNotEquals(Courtesy.pairs(SEED, 50, 0), Courtesy.pairs(SEED + 1, 50, 0));
    }

    @Test
    void longerListsBeginWithShorterOnes() {
        assertEquals(Courtesy.requests(SEED, 100), Courtesy.requests(SEED, 2000).subList(0, 100));
        assertEquals(
                Courtesy.demonstrations(SEED, 100),
                Courtesy.demonstrations(SEED, 2000).subList(0, 100));
    }

    @Test
    void heldOutRequestsAppearInNoTrainingRow() {
        Set<String> heldOut = new HashSet<>(Courtesy.heldOutRequests(SEED, 1000));
        Set<String> trained = new HashSet<>(Courtesy.requests(SEED, 5000));
        Courtesy.demonstrations(SEED, 2000).forEach(row -> trained.add(row.request()));
        Courtesy.pairs(SEED, 2000, 0.1).forEach(row -> trained.add(row.request()));
        Courtesy.heldOutPairs(SEED, 500).forEach(row -> heldOut.add(row.request()));
        assertTrue(Collections.disjoint(heldOut, trained));
        assertEquals(975, heldOut.size() + trained.size());
        assertTrue(heldOut.size() > 290 && heldOut.size() < 360, heldOut.size() + " requests are held out");
    }

    @Test
    void requestsRepeatOnlyAfterAllHaveCome() {
        int all = Question.all(false).size();
        assertEquals(all, new HashSet<>(Courtesy.requests(SEED, all)).size());
        assertEquals(all, new HashSet<>(Courtesy.requests(SEED, 2 * all)).size());
        assertNotEquals(
                Courtesy.requests(SEED, all), Courtesy.requests(SEED, 2 * all).subList(all, 2 * all));
    }

    @Test
    void everyThingIsAskedForInTraining() {
        for (Topic topic : Topic.values()) {
            for (String thing : topic.things()) {
                assertTrue(Question.all(false).stream()
                        .anyMatch(question -> question.thing().equals(thing)));
            }
        }
    }

    @Test
    void demonstrationsHaveEachVirtueHalfTheTimeIndependently() {
        List<Judgment> judged = judged(Courtesy.demonstrations(SEED, 4000));
        double[] answers =
                judged.stream().mapToDouble(one -> one.answers() == 1 ? 1 : 0).toArray();
        double[] kind =
                judged.stream().mapToDouble(one -> one.kindness() == 1 ? 1 : 0).toArray();
        double[] endsWell =
                judged.stream().mapToDouble(one -> one.ending() == 1 ? 1 : 0).toArray();
        for (double[] virtue : List.of(answers, kind, endsWell)) {
            assertEquals(0.5, meanProduct(virtue, virtue), 0.03);
        }
        assertEquals(0.25, meanProduct(answers, kind), 0.03);
        assertEquals(0.25, meanProduct(answers, endsWell), 0.03);
        assertEquals(0.25, meanProduct(kind, endsWell), 0.03);
    }

    private static double meanProduct(double[] one, double[] two) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * two[i];
        }
        return sum / one.length;
    }

    @Test
    void demonstrationsLeaveRoomToImprove() {
        double[] totals = judged(Courtesy.demonstrations(SEED, 4000)).stream()
                .mapToDouble(Judgment::total)
                .toArray();
        double mean = Arrays.stream(totals).average().orElseThrow();
        double variance = Arrays.stream(totals)
                .map(total -> (total - mean) * (total - mean))
                .average()
                .orElseThrow();
        assertTrue(mean > 1.5 && mean < 2, "mean " + mean);
        assertTrue(Math.sqrt(variance) > 0.6, "deviation " + Math.sqrt(variance));
    }

    @Test
    void faultsComeInEveryKind() {
        List<Wording> replies = Courtesy.demonstrations(SEED, 1000).stream()
                .map(exchange -> Wording.of(exchange.reply()))
                .toList();
        List<Predicate<Wording>> faults = List.of(
                reply -> !reply.closed(),
                reply ->
                        Set.copyOf(reply.sentences()).size() < reply.sentences().size(),
                reply -> reply.count(Wording.of("and so on")) > 1,
                reply -> reply.count(Wording.of("Go away")) > 0,
                reply -> reply.count(Wording.of("I do not know")) > 0);
        for (Predicate<Wording> fault : faults) {
            long count = replies.stream().filter(fault).count();
            assertTrue(count > 30 && count < 300, count + " replies of fault " + faults.indexOf(fault));
        }
    }

    @Test
    void unflippedPairsAgreeWithTheRuleAndHaveNoTies() {
        List<Preference> pairs = Courtesy.pairs(SEED, 1000, 0);
        for (Preference pair : pairs) {
            assertTrue(worth(pair.request(), pair.preferred()) > worth(pair.request(), pair.other()), pair.toString());
        }
    }

    @Test
    void heldOutPairsAreNeverFlipped() {
        assertEquals(500, Courtesy.heldOutPairs(SEED, 500).size());
        assertEquals(0, wronglyLabelled(Courtesy.heldOutPairs(SEED, 500)));
    }

    @Test
    void exactlyTheAskedFractionOfLabelsIsFlipped() {
        assertEquals(100, wronglyLabelled(Courtesy.pairs(SEED, 1000, 0.1)));
        assertEquals(3, wronglyLabelled(Courtesy.pairs(SEED, 33, 0.1)));
        assertEquals(1000, wronglyLabelled(Courtesy.pairs(SEED, 1000, 1)));
    }

    @Test
    void flippedRowsAreSpreadAndDifferOnlyInTheirLabel() {
        List<Preference> honest = Courtesy.pairs(SEED, 1000, 0);
        List<Preference> noisy = Courtesy.pairs(SEED, 1000, 0.1);
        var flipped = new ArrayList<Integer>();
        for (int i = 0; i < honest.size(); i++) {
            if (!honest.get(i).equals(noisy.get(i))) {
                assertEquals(honest.get(i), noisy.get(i).flipped());
                flipped.add(i);
            }
        }
        assertTrue(flipped.getFirst() < 100 && flipped.getLast() > 900, flipped.toString());
    }

    @Test
    void fractionsOutsideZeroAndOneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Courtesy.pairs(SEED, 1, -0.1));
        assertThrows(IllegalArgumentException.class, () -> Courtesy.pairs(SEED, 1, 1.1));
        assertThrows(IllegalArgumentException.class, () -> Courtesy.pairs(SEED, 1, Double.NaN));
    }

    @Test
    void theLanguageIsSmallAndPlain() {
        Set<String> words = new TreeSet<>();
        for (Exchange row : Courtesy.demonstrations(SEED, 4000)) {
            Stream.of(row.request(), row.reply())
                    .peek(text -> assertTrue(text.matches("[A-Za-z .,!?]+") && text.equals(text.strip()), text))
                    .forEach(text -> words.addAll(Wording.of(text).words()));
            int length = Wording.of(row.reply()).words().size();
            assertTrue(length >= 3 && length <= 26, row.reply());
        }
        assertTrue(words.size() <= 120, words.size() + " words: " + words);
    }
}
