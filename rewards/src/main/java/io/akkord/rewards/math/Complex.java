package io.akkord.rewards.math;

/** A complex number; functions take their principal branch, and what is undefined is NaN. */
record Complex(double re, double im) {

    static final Complex ONE = new Complex(1, 0);
    static final Complex I = new Complex(0, 1);
    static final Complex UNDEFINED = new Complex(Double.NaN, Double.NaN);

    static Complex of(double re) {
        return new Complex(re, 0);
    }

    boolean isFinite() {
        return Double.isFinite(re) && Double.isFinite(im);
    }

    boolean isReal() {
        return Math.abs(im) <= 1e-12 * Math.max(1, Math.abs(re));
    }

    double abs() {
        return Math.hypot(re, im);
    }

    Complex negate() {
        return new Complex(-re, -im);
    }

    Complex plus(Complex other) {
        return new Complex(re + other.re, im + other.im);
    }

    Complex minus(Complex other) {
        return new Complex(re - other.re, im - other.im);
    }

    Complex times(Complex other) {
        if (im == 0 && other.im == 0) {
            return of(re * other.re); // infinities have no imaginary part to spoil
        }
        return new Complex(re * other.re - im * other.im, re * other.im + im * other.re);
    }

    Complex over(Complex other) {
        if (im == 0 && other.im == 0) {
            return other.re == 0 ? UNDEFINED : of(re / other.re);
        }
        double scale = other.re * other.re + other.im * other.im;
        return scale == 0
                ? UNDEFINED
                : new Complex((re * other.re + im * other.im) / scale, (im * other.re - re * other.im) / scale);
    }

    Complex exp() {
        double scale = Math.exp(re);
        return im == 0 ? of(scale) : new Complex(scale * Math.cos(im), scale * Math.sin(im));
    }

    Complex log() {
        return re == 0 && im == 0 ? UNDEFINED : new Complex(Math.log(abs()), Math.atan2(im, re));
    }

    Complex sqrt() {
        return im == 0 && re >= 0 ? of(Math.sqrt(re)) : power(of(0.5));
    }

    Complex power(Complex exponent) {
        if (exponent.im == 0 && im == 0 && (re >= 0 || exponent.re == Math.rint(exponent.re))) {
            boolean undefined = re == 0 && exponent.re < 0;
            return undefined ? UNDEFINED : of(Math.pow(re, exponent.re));
        }
        return re == 0 && im == 0 ? UNDEFINED : exponent.times(log()).exp();
    }

    Complex sin() {
        if (im == 0) {
            return of(Math.sin(re));
        }
        return new Complex(Math.sin(re) * Math.cosh(im), Math.cos(re) * Math.sinh(im));
    }

    Complex cos() {
        if (im == 0) {
            return of(Math.cos(re));
        }
        return new Complex(Math.cos(re) * Math.cosh(im), -Math.sin(re) * Math.sinh(im));
    }

    /** Relative to the larger of the two, and to 1e-9 near zero. */
    boolean isNear(Complex other, double tolerance) {
        if (!isFinite() || !other.isFinite()) {
            return re == other.re && im == other.im;
        }
        double scale = Math.max(Math.max(abs(), other.abs()), 1e-3);
        return minus(other).abs() <= tolerance * scale;
    }
}
