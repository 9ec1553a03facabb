package io.zooark.slim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.slim.shop.BuyRequest;
import io.zooark.slim.shop.Discount;
import io.zooark.slim.shop.ShopClient;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlimJarTest {
    private static final String PACKAGE = "io/zooark/slim/shop/";
    private static final String OUTSIDE = "io/zooark/slim/Customer.class";

    private final Path whole;
    private final Path slim;

    SlimJarTest(@TempDir Path folder) {
        whole = folder.resolve("whole.jar");
        slim = folder.resolve("slim.jar");
    }

    @BeforeEach
    void slimDown() throws IOException {
        Path classes = Path.of("target/test-classes");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(whole));
                Stream<Path> shop = Files.list(classes.resolve(PACKAGE))) {
            put(
                    zip,
                    "META-INF/services/java.util.function.Supplier",
                    Discount.class.getName().getBytes(UTF_8));
            put(zip, OUTSIDE, Files.readAllBytes(classes.resolve(OUTSIDE)));
            for (Path file : shop.sorted().toList()) {
                put(zip, PACKAGE + file.getFileName(), Files.readAllBytes(file));
            }
        }
        SlimJar.main(new String[] {whole.toString(), slim.toString(), PACKAGE});
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
    }

    @Test
    void whatIsCalledWorksAndSoDoesWhatIsNamedByAListOrByAString() throws Exception {
        try (URLClassLoader jar = alone(slim)) {
            Object customer =
                    jar.loadClass(Customer.class.getName()).getConstructor().newInstance();

            assertThat(((Callable<?>) customer).call()).isEqualTo("paid bread, 10 %, Voucher");
        }
    }

    @Test
    void anOperationThatNobodyCallsGoesAndWhatOnlyItNames() throws Exception {
        assertThat(names(whole)).contains(PACKAGE + "SellRequest.class");
        assertThat(names(slim)).doesNotContain(PACKAGE + "SellRequest.class");
        try (URLClassLoader jar = alone(slim)) {
            assertThat(methods(jar, ShopClient.class.getName()))
                    .containsExactlyInAnyOrder("create", "buy", "buy", "close");
            assertThat(methods(jar, PACKAGE.replace("/", ".") + "DefaultShopClient"))
                    .containsExactlyInAnyOrder("buy", "paid", "close");
        }
    }

    @Test
    void everythingElseStaysAsItIs() throws IOException {
        String request = BuyRequest.class.getName().replace(".", "/") + ".class";

        assertThat(content(slim, OUTSIDE)).isEqualTo(content(whole, OUTSIDE));
        assertThat(content(slim, request)).isEqualTo(content(whole, request));
    }

    @Test
    void twoRunsWriteTheSameBytes() throws IOException {
        byte[] first = Files.readAllBytes(slim);

        SlimJar.main(new String[] {whole.toString(), slim.toString(), PACKAGE});

        assertThat(Files.readAllBytes(slim)).isEqualTo(first);
    }

    @Test
    void refusesAPackageThatIsNotInTheJar() {
        assertThatThrownBy(() -> SlimJar.main(new String[] {whole.toString(), slim.toString(), "io/zooark/bank/"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing in " + whole + " is in package io/zooark/bank/");
    }

    /** Returns a loader that finds classes in a jar and the JDK, not on this class path. */
    private static URLClassLoader alone(Path jar) throws IOException {
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    private static List<String> methods(ClassLoader jar, String type) throws ClassNotFoundException {
        return Arrays.stream(jar.loadClass(type).getDeclaredMethods())
                .map(method -> method.getName())
                .toList();
    }

    private static List<String> names(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return Collections.list(zip.entries()).stream()
                    .map(ZipEntry::getName)
                    .toList();
        }
    }

    private static byte[] content(Path jar, String name) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.getInputStream(zip.getEntry(name)).readAllBytes();
        }
    }
}
