package io.zooark.zookeeper.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Rewriting;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.format.Examining.Watched;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Shows verifier and rewriter bytes of any kind: each ends soon, in little memory, with the same opinion. */
class HostileBytesTest {
    private static final int MOST_ALLOCATED = 2_000_000;

    @Property(tries = 150)
    void randomBytesHaveAVerdict(@ForAll("magics") byte[] magic, @ForAll byte[] random) throws IOException {
        byte[] bytes = joined(magic, random);

        assertOneOpinion(bytes);
        assertThat(Examining.watch(bytes).found().verdict()).isEqualTo(Verdict.DAMAGED);
    }

    @Property(tries = 250)
    void anythingThatLooksLikeASnapshotHasAVerdict(
            @ForAll("almostSnapshots") byte[] bytes, @ForAll Compression compression) throws IOException {
        assertOneOpinion(Packing.packed(bytes, compression));
    }

    @Example
    void manyStreamsOfGzipInOneAreRefused() throws IOException {
        byte[] empty = Packing.packed(new byte[0], Compression.GZIP);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            many.writeBytes(empty);
        }

        assertOneOpinion(many.toByteArray());
        assertThat(Examining.watch(many.toByteArray()).found().reason()).contains("bytes follow its trailer");
    }

    @Example
    void aGoodSnapshotInTwoStreamsOfGzipIsRefusedToo() throws IOException {
        byte[] good = new LiveTree().create("/a", new byte[3]).snapshot();
        byte[] first = Packing.packed(Arrays.copyOf(good, 100), Compression.GZIP);
        byte[] second = Packing.packed(Arrays.copyOfRange(good, 100, good.length), Compression.GZIP);

        assertThat(Examining.examine(joined(first, second)).reason()).contains("bytes follow its trailer");
    }

    private static void assertOneOpinion(byte[] bytes) throws IOException {
        Watched watched = Examining.watch(bytes);

        assertThat(watched.found().bytes()).isEqualTo(bytes.length);
        assertThat(watched.allocated()).isLessThan(MOST_ALLOCATED);
        try {
            Examination rewritten = new SnapshotStreamRewriter()
                    .rewrite(
                            new ByteArrayInputStream(bytes),
                            OutputStream.nullOutputStream(),
                            Rewriting.WITHOUT_SESSIONS)
                    .examination();
            assertThat(rewritten.verdict()).isEqualTo(watched.found().verdict());
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("damaged");
            assertThat(watched.found().verdict()).isEqualTo(Verdict.DAMAGED);
        }
    }

    @Provide
    Arbitrary<byte[]> magics() throws IOException {
        return Arbitraries.of(
                new byte[0],
                new Forge().header().bytes(),
                Forge.rooted().bytes(),
                new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0},
                Packing.packed(new byte[0], Compression.SNAPPY));
    }

    /** Fields of every kind in any order, so that often some of them are what the format wants next. */
    @Provide
    Arbitrary<byte[]> almostSnapshots() {
        Arbitrary<Integer> ints = Arbitraries.oneOf(
                Arbitraries.integers(),
                Arbitraries.integers().between(-2, 3),
                Arbitraries.integers().between(4, 4000));
        Arbitrary<Long> longs = Arbitraries.oneOf(
                Arbitraries.longs(), Arbitraries.longs().between(-2, 3), Arbitraries.of(Long.MIN_VALUE, 0xffL << 56));
        Arbitrary<String> texts = Arbitraries.oneOf(
                Arbitraries.of("", "/", "/a", "/a/b", "/b", "//", "/a/", "world"),
                Arbitraries.strings().ofMaxLength(40));
        Arbitrary<byte[]> data = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        return Arbitraries.<Consumer<Forge>>oneOf(
                        ints.map(value -> forge -> forge.ints(value)),
                        longs.map(value -> forge -> forge.longs(value)),
                        texts.map(value -> forge -> forge.text(value)),
                        data.map(value -> forge -> forge.raw(value)),
                        longs.map(value -> forge -> forge.stat(value)),
                        Combinators.combine(texts, data, longs, longs)
                                .as((path, bytes, acl, owner) -> forge -> forge.node(path, bytes, acl, owner)),
                        Arbitraries.of(forge -> forge.ints(0, 0).node(""), Forge::end, Forge::seal),
                        Combinators.combine(longs, ints, longs)
                                .as((zxid, version, value) -> forge -> forge.digest(zxid, version, value)),
                        longs.map(value -> forge -> forge.trailer(value)))
                .list()
                .ofMaxSize(30)
                .map(HostileBytesTest::forged);
    }

    private static byte[] forged(List<Consumer<Forge>> fields) {
        Forge forge = new Forge().header();
        fields.forEach(field -> field.accept(forge));
        return forge.bytes();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }
}
