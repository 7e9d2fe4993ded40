package io.akkord.tests.benchmarks;

import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import io.akkord.rewards.math.FinalNumber;
import io.akkord.rewards.math.MathAnswer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Verdicts a second on one core, for answers of the length that GSM8K and MATH get: an RLVR iteration of a thousand
 * responses should not notice its verifier.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class VerifierBenchmark {

    private static final String WORDS =
            "The orchard has 12 rows of 35 trees, which makes 12 * 35 = 420 trees. Each tree "
                    + "gives 18 kg of apples, so the harvest is 420 * 18 = 7,560 kg. A quarter of it goes to the press: "
                    + "7,560 / 4 = 1,890 kg. The rest, 7,560 - 1,890 = 5,670 kg, is sold at $2 a kilogram, which brings "
                    + "5,670 * 2 = $11,340. After the 340 dollars for the pickers' lunch, 11,340 - 340 dollars are left. ";

    private static final String FORMULA = "Let $x$ be the larger root of $x^2 - 2x - 18 = 0$. By the quadratic formula "
            + "\\[x = \\frac{2 + \\sqrt{4 + 72}}{2} = 1 + \\sqrt{19},\\] and so the sum is ";

    private final Map<String, String> number = Map.of("answer", "11000");
    private final Map<String, String> surd = Map.of("answer", "1+\\sqrt{19}");
    private final String last = WORDS + "The answer is 11,000.";
    private final String boxed = FORMULA + "$\\boxed{\\sqrt{19} + \\frac{2}{2}}$.";
    private final FinalNumber finalNumber = new FinalNumber();
    private final MathAnswer mathAnswer = new MathAnswer();

    @Benchmark
    public Verdict finalNumberOfWords() throws Unscored {
        return finalNumber.verify(last, number);
    }

    @Benchmark
    public Verdict mathAnswerOfWords() throws Unscored {
        return mathAnswer.verify(last, number);
    }

    @Benchmark
    public Verdict mathAnswerInABox() throws Unscored {
        return mathAnswer.verify(boxed, surd);
    }
}
