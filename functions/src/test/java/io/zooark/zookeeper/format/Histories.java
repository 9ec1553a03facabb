package io.zooark.zookeeper.format;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.StringArbitrary;
import org.apache.zookeeper.common.PathUtils;

/** Random histories. */
final class Histories {
    /** ZooKeeper's own limit for what a client sends, and so about the largest data there is. */
    private static final int MOST_DATA = 1024 * 1024;

    private Histories() {}

    /** Histories of trees of a few kilobytes, which can be damaged in very many ways. */
    static final class Small implements ArbitrarySupplier<History> {
        @Override
        public Arbitrary<History> get() {
            return histories(Arbitraries.integers().between(-1, 100), 12);
        }
    }

    /** Histories of trees that may be larger than any buffer they pass through. */
    static final class Any implements ArbitrarySupplier<History> {
        @Override
        public Arbitrary<History> get() {
            return histories(
                    Arbitraries.frequencyOf(
                            Tuple.of(80, Arbitraries.integers().between(-1, 300)),
                            Tuple.of(1, Arbitraries.integers().between(100_000, 400_000)),
                            Tuple.of(1, Arbitraries.just(MOST_DATA))),
                    40);
        }
    }

    private static Arbitrary<History> histories(Arbitrary<Integer> sizes, int most) {
        return Combinators.combine(
                        Arbitraries.of(Deed.Kind.class), Arbitraries.integers().between(0, 1_000_000), names(), sizes)
                .as(Deed::new)
                .list()
                .ofMaxSize(most)
                .map(History::new);
    }

    /** Names that ZooKeeper takes: {@code PathUtils} says which. */
    private static Arbitrary<String> names() {
        StringArbitrary ascii = Arbitraries.strings().withChars("abz-_.09 %:~").ofMinLength(1);
        StringArbitrary any = Arbitraries.strings()
                .withCharRange('!', '~')
                .withCharRange('\u00a0', '\ud7ff')
                .withCharRange('\uf900', '\uffef')
                .ofMinLength(1);
        return Arbitraries.frequencyOf(
                        Tuple.of(6, ascii.ofMaxLength(4)),
                        Tuple.of(3, any.ofMaxLength(6)),
                        Tuple.of(1, any.ofLength(90)))
                .filter(Histories::isName);
    }

    private static boolean isName(String name) {
        try {
            PathUtils.validatePath("/" + name);
            return !name.contains("/");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
