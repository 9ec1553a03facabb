package io.zooark.local.artefact;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.local.cloud.Ec2;
import io.zooark.local.cloud.Gateway;
import io.zooark.local.cloud.HandlerFunctions;
import io.zooark.local.cloud.Host;
import io.zooark.local.cloud.Instance;
import io.zooark.local.cloud.NetworkInterface;
import io.zooark.local.cloud.Permission;
import io.zooark.local.cloud.RuleSource;
import io.zooark.local.cloud.SecurityGroup;
import io.zooark.local.cloud.Ssm;
import io.zooark.local.cloud.Traffic;
import io.zooark.statemachine.NodeDocument;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/** The jar that is deployed: small, and with everything in it that the product reaches. */
class SlimJarTest {
    /** The promise is 40; more than this means that something came in unnoticed. */
    private static final long MOST_MEGABYTES = 25;

    /** A class of a slimmed client, by itself or within a descriptor or a generic signature. */
    private static final Pattern SLIMMED =
            Pattern.compile("(?:^|L)(software/amazon/awssdk/services/(?:ec2|ssm)/[\\w/$]+)(?:[;<]|$)");

    @Test
    void isSmallAndTellsWhatIsInIt() throws IOException {
        Path jar = ZooarkJar.built();

        List<String> contents = Contents.of(jar);

        Files.write(ZooarkJar.FOLDER.resolve("contents.txt"), contents);
        contents.forEach(System.out::println);
        assertThat(Files.size(jar))
                .as("see %s/contents.txt for what grew", ZooarkJar.FOLDER)
                .isLessThan(MOST_MEGABYTES << 20);
    }

    @Test
    void hasTheHandlersThatAreDeployedAndNoOthers() throws IOException {
        List<String> handlers = ZooarkJar.entries().stream()
                .map(ZipEntry::getName)
                .filter(name -> name.matches("io/zooark/handler/[A-Za-z]+Handler\\.class"))
                .map(name -> name.replace(".class", "").replace('/', '.'))
                .toList();

        assertThat(handlers)
                .containsExactlyInAnyOrderElementsOf(HandlerFunctions.names().stream()
                        .map(ExecutionEnvironment::handler)
                        .toList());
    }

    @Test
    void hasEveryClassOfTheSlimmedClientsThatAClassInItNames() throws IOException {
        Set<String> present = new HashSet<>();
        Set<String> named = new TreeSet<>();
        try (JarFile jar = new JarFile(ZooarkJar.built().toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().endsWith(".class")) {
                    present.add(entry.getName().replace(".class", ""));
                    for (String text :
                            ConstantPool.read(jar.getInputStream(entry)).texts()) {
                        SLIMMED.matcher(text).results().forEach(name -> named.add(name.group(1)));
                    }
                }
            }
        }

        assertThat(named).hasSizeGreaterThan(1000);
        named.removeAll(present);
        assertThat(named).isEmpty();
    }

    @Test
    void makesEveryCallOfTheProductToEc2AndSystemsManager() throws IOException, InterruptedException {
        Path jar = ZooarkJar.built();
        try (Ssm ssm = hosts();
                Gateway gateway = Gateway.open(0).ec2(network()).ssm(ssm)) {
            List<String> operations = everyCall(jar, gateway);

            assertThat(operations).containsAll(operationsOfTheProduct());
        }
    }

    /** Runs {@link EveryAwsCall} in a JVM that finds the SDK in the jar and nowhere else. */
    private static List<String> everyCall(Path jar, Gateway gateway) throws IOException, InterruptedException {
        Path log = ZooarkJar.FOLDER.resolve("every-aws-call.out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        jar + File.pathSeparator + Path.of("target/test-classes"),
                        EveryAwsCall.class.getName(),
                        gateway.endpoint().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> printed = Files.readAllLines(log);
        assertThat(process.exitValue()).as(String.join("\n", printed)).isZero();
        return printed;
    }

    /** Returns the operations that the product's classes call, as their byte code says. */
    private static Set<String> operationsOfTheProduct() throws IOException {
        Set<String> operations = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ZooarkJar.CLASSES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith(".class")) {
                    ConstantPool pool = ConstantPool.read(Files.newInputStream(file));
                    Stream.of(Ec2Client.class, SsmClient.class)
                            .flatMap(client -> pool.calledOn(client.getName().replace('.', '/')).stream())
                            .map(SlimJarTest::operation)
                            .forEach(operations::add);
                }
            }
        }
        operations.removeAll(Set.of("Builder", "Close"));
        assertThat(operations).as("calls found in %s", ZooarkJar.CLASSES).contains("DescribeInstances", "SendCommand");
        return operations;
    }

    private static String operation(String method) {
        return Character.toUpperCase(method.charAt(0)) + method.substring(1).replaceFirst("Paginator$", "");
    }

    private static Ec2 network() {
        Ec2 ec2 = new Ec2();
        for (String group : List.of(EveryAwsCall.GROUP, EveryAwsCall.OTHER_GROUP)) {
            ec2.add(new SecurityGroup(group, "name of " + group, "vpc-0000000000000001", "123456789012", Map.of()));
        }
        ec2.definePrefixList(EveryAwsCall.PREFIX_LIST, List.of("192.0.2.0/24"));
        ec2.put(Instance.running(EveryAwsCall.INSTANCE, Map.of(EveryAwsCall.TAG, "orders")));
        ec2.put(new NetworkInterface(
                "eni-0000000000000001", EveryAwsCall.INSTANCE, List.of("10.0.1.1"), List.of(EveryAwsCall.GROUP)));
        Stream.of(
                        RuleSource.cidr("10.0.0.0/16"),
                        RuleSource.cidr("2001:db8::/32"),
                        new RuleSource.PrefixList(EveryAwsCall.PREFIX_LIST),
                        new RuleSource.Group(EveryAwsCall.OTHER_GROUP))
                .forEach(source ->
                        ec2.authorize(EveryAwsCall.GROUP, new Permission(Traffic.tcp(2181, 2181), source, "clients")));
        return ec2;
    }

    private static Ssm hosts() {
        Ssm ssm = new Ssm(Clock.systemUTC(), Duration.ofMillis(100));
        ssm.secret(EveryAwsCall.PARAMETER, "super:secret");
        NodeDocument.all()
                .forEach(document -> ssm.document(
                        "zooark-orders-" + document.action(), document.json().toString()));
        ssm.instance(
                EveryAwsCall.INSTANCE,
                (script, environment, timeout) -> script.contains("ACTION='inspect'")
                        ? new Host.Result(0, "progress\n{\"zooCfg\": \"/etc/zookeeper/zoo.cfg\"}\n", "")
                        : new Host.Result(1, "{\"error\": \"no such unit\", \"hint\": \"look\"}\n", ""));
        return ssm;
    }
}
