package io.akkord.rewards.instructions;

/** Counts the syllables of English words by their spelling: runs of vowels, less the e that is silent. */
final class Syllables {

    private Syllables() {}

    /** At least 1; 0 for what has a digit in it or no letter. */
    static int of(String word) {
        String letters = Words.lower(Words.bare(word));
        if (letters.isEmpty() || letters.chars().anyMatch(Character::isDigit)) {
            return 0;
        }
        int count = 0;
        for (int i = 0; i < letters.length(); i++) {
            if (isVowel(letters, i) && !isVowel(letters, i - 1)) {
                count++;
            }
        }
        count += hiatus(letters) - silent(letters);
        return Math.max(1, count);
    }

    private static boolean isVowel(String letters, int at) {
        return at >= 0
                && "aeiouy\u00e9\u00e8\u00ea\u00e1\u00ed\u00f3\u00fa\u00e4\u00f6\u00fc".indexOf(letters.charAt(at))
                        >= 0;
    }

    /** The final e, and that of most endings in es and ed. */
    private static int silent(String letters) {
        int last = letters.length() - 1;
        boolean plural = letters.endsWith("es") || letters.endsWith("ed");
        int e = letters.endsWith("e") ? last : plural ? last - 1 : -1;
        if (e < 2 || isVowel(letters, e - 1)) {
            return 0;
        }
        char before = letters.charAt(e - 1);
        if (before == 'l' && !isVowel(letters, e - 2)) {
            return 0;
        }
        if (letters.endsWith("ed")) {
            return before == 't' || before == 'd' ? 0 : 1;
        }
        boolean hissing =
                "szxcg".indexOf(before) >= 0 || letters.startsWith("ch", e - 2) || letters.startsWith("sh", e - 2);
        return plural && hissing ? 0 : 1;
    }

    /** Neighbouring vowels that are spoken apart, as in idea, science, create and being. */
    private static int hiatus(String letters) {
        int apart = 0;
        for (String pair :
                new String[] {"ia", "io", "iu", "eo", "ua", "uou", "ying", "eing", "oing", "ien", "iet", "yo"}) {
            int at = letters.indexOf(pair);
            if (at > 0 && isApart(letters, pair, at)) {
                apart++;
            }
        }
        return apart;
    }

    private static boolean isApart(String letters, String pair, int at) {
        char before = letters.charAt(at - 1);
        return switch (pair) {
            case "ia" -> "tc".indexOf(before) < 0 && !letters.startsWith("iage", at);
            case "io" ->
                !letters.startsWith("ion", at) && !letters.startsWith("ious", at)
                        || "btv".indexOf(before) == 2 && letters.startsWith("ious", at);
            case "ua" -> "qg".indexOf(before) < 0;
            case "eo" -> "gp".indexOf(before) < 0;
            case "ien" -> "tcr".indexOf(before) < 0 || letters.startsWith("sci", at - 2);
            case "yo" -> false;
            default -> true;
        };
    }
}
