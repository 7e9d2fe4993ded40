package io.akkord.rewards.math;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The functions that answers use, on their principal branches, and stand-ins for those nobody knows. */
final class Functions {

    /** Lanczos, g = 7, n = 9. */
    private static final double[] LANCZOS = {
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7
    };

    private Functions() {}

    static Complex apply(String function, List<Complex> arguments) {
        if (arguments.isEmpty() || arguments.stream().anyMatch(x -> Double.isNaN(x.re()))) {
            return Complex.UNDEFINED;
        }
        return arguments.size() == 1 ? ofOne(function, arguments.getFirst()) : ofMany(function, arguments);
    }

    private static Complex ofOne(String function, Complex x) {
        return switch (function) {
            case "sqrt" -> x.sqrt();
            case "abs" -> Complex.of(x.abs());
            case "percent" -> x.over(Complex.of(100));
            case "exp" -> x.exp();
            case "ln", "log" -> x.log();
            case "lg" -> x.log().over(Complex.of(Math.log(10)));
            case "sin" -> x.sin();
            case "cos" -> x.cos();
            case "tan" -> x.sin().over(x.cos());
            case "cot" -> x.cos().over(x.sin());
            case "sec" -> Complex.ONE.over(x.cos());
            case "csc" -> Complex.ONE.over(x.sin());
            case "arcsin", "asin" -> real(x, Math::asin);
            case "arccos", "acos" -> real(x, Math::acos);
            case "arctan", "atan" -> real(x, Math::atan);
            case "sinh" -> real(x, Math::sinh);
            case "cosh" -> real(x, Math::cosh);
            case "tanh" -> real(x, Math::tanh);
            case "floor" -> real(x, y -> Math.floor(y + 1e-9));
            case "ceil" -> real(x, y -> Math.ceil(y - 1e-9));
            case "factorial" -> real(x, y -> gamma(y + 1));
            default -> unknown(function, List.of(x));
        };
    }

    private static Complex ofMany(String function, List<Complex> arguments) {
        var first = arguments.getFirst();
        var second = arguments.get(1);
        return switch (function) {
            case "log" -> first.log().over(second.log());
            case "binom" -> binomial(first, second);
            case "min", "max" -> {
                var values = arguments.stream().mapToDouble(Complex::re);
                yield Complex.of(
                        function.equals("min")
                                ? values.min().orElseThrow()
                                : values.max().orElseThrow());
            }
            default -> unknown(function, arguments);
        };
    }

    private static Complex real(Complex x, DoubleUnaryOperator function) {
        return x.isReal() ? Complex.of(function.applyAsDouble(x.re())) : Complex.UNDEFINED;
    }

    private static Complex binomial(Complex n, Complex k) {
        if (!n.isReal() || !k.isReal()) {
            return Complex.UNDEFINED;
        }
        double value = gamma(n.re() + 1) / (gamma(k.re() + 1) * gamma(n.re() - k.re() + 1));
        boolean whole = n.re() == Math.rint(n.re()) && k.re() == Math.rint(k.re());
        return Complex.of(whole && value < 1e15 ? Math.rint(value) : value);
    }

    private static double gamma(double x) {
        if (x < 0.5) {
            return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
        }
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x - 1 + i);
        }
        double t = x + LANCZOS.length - 2.5;
        double value = Math.sqrt(2 * Math.PI) * Math.pow(t, x - 0.5) * Math.exp(-t) * sum;
        return x == Math.rint(x) && value < 1e15 ? Math.rint(value) : value;
    }

    /** A smooth function of the arguments that depends on the name alone. */
    private static Complex unknown(String function, List<Complex> arguments) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < arguments.size(); i++) {
            var x = arguments.get(i);
            double phase = arbitrary(function, i);
            re += Math.sin(x.re() * (1 + phase / 7) + phase) + Math.cos(x.im() + 2 * phase) * phase;
            im += Math.sin(x.im() * phase);
        }
        return new Complex(re, im);
    }

    /** Positive at the points 0 to 2, of either sign beyond; never near zero, never whole. */
    static double arbitrary(String name, int point) {
        long mixed = name.hashCode() * 0x9E3779B97F4A7C15L + point * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 30)) * 0x94D049BB133111EBL;
        mixed ^= mixed >>> 31;
        double unit = (mixed >>> 12) * 0x1p-52;
        double size = 0.31 + 1.9 * unit;
        return point > 2 && (mixed & 1) == 1 ? -size : size;
    }
}
