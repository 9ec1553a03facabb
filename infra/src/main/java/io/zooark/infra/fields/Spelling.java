package io.zooark.infra.fields;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant who typed a word that is not known. */
final class Spelling {
    private static final int LETTERS_FOR_EACH_MISTAKE = 3;

    private Spelling() {}

    /** Returns the known word that is most like this one, if one is like it at all: one mistake in three letters. */
    static Optional<String> nearest(String typed, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(word -> mistakes(typed, word)))
                .filter(word ->
                        mistakes(typed, word) <= Math.max(typed.length(), word.length()) / LETTERS_FOR_EACH_MISTAKE);
    }

    /** Returns how many letters were added, left out, replaced or swapped with the next; case and dashes are none. */
    private static int mistakes(String typed, String word) {
        String a = plain(typed);
        String b = plain(word);
        int[][] least = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    least[i][j] = i + j;
                    continue;
                }
                int replaced = least[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                least[i][j] = Math.min(replaced, 1 + Math.min(least[i - 1][j], least[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least[i][j] = Math.min(least[i][j], least[i - 2][j - 2] + 1);
                }
            }
        }
        return least[a.length()][b.length()];
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }
}
