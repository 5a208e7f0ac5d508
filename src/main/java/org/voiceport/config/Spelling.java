package org.voiceport.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that was probably meant. */
final class Spelling {
    private static final int LONGEST = 40;

    private Spelling() {}

    /** The nearest of {@code words}, if it is near enough to be meant; case counts for nothing. */
    static Optional<String> nearest(String text, Collection<String> words) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        int most = text.length() <= 3 ? 1 : text.length() <= 8 ? 2 : 3;
        String sought = text.toLowerCase(java.util.Locale.ROOT);
        return words.stream()
                .map(word -> new Candidate(word, distance(sought, word.toLowerCase(java.util.Locale.ROOT))))
                .filter(candidate -> candidate.distance <= most)
                .min(Comparator.comparingInt(Candidate::distance))
                .map(Candidate::word);
    }

    private record Candidate(String word, int distance) {}

    /** Insertions, deletions, replacements and swaps of neighbours that make {@code b} of {@code a}. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + same);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
