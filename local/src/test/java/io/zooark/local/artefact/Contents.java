package io.zooark.local.artefact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;

/** What is in the jar, by part: how many files, and what they take in it and unpacked. */
final class Contents {
    private static final String REST = "licences, notices, lists of services";

    /** The first that a name begins with is where it belongs. */
    private static final Map<String, String> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("io/zooark/", "Zooark");
        PARTS.put("software/amazon/awssdk/services/s3/", "AWS SDK: S3");
        PARTS.put("software/amazon/awssdk/services/ec2/", "AWS SDK: EC2, what is called of it");
        PARTS.put("software/amazon/awssdk/services/ssm/", "AWS SDK: Systems Manager, what is called of it");
        PARTS.put("software/amazon/awssdk/regions/", "AWS SDK: regions and endpoints");
        PARTS.put("software/amazon/", "AWS SDK: what all services share");
        PARTS.put("org/xerial/snappy/", "snappy, with its native libraries");
        PARTS.put("com/fasterxml/", "Jackson");
        PARTS.put("META-INF/versions/", "Jackson");
        PARTS.put("org/apache/zookeeper/", "ZooKeeper");
        PARTS.put("org/apache/jute/", "ZooKeeper");
        PARTS.put("org/apache/commons/io/", "Commons IO, which ZooKeeper uses");
        PARTS.put("org/slf4j/", "SLF4J, with its simple backend");
        PARTS.put("io/netty/", "Netty's TLS classes, which ZooKeeper's client names");
    }

    private final Map<String, long[]> sums = new TreeMap<>();

    private Contents() {}

    /** Returns a table, the largest part first. */
    static List<String> of(Path jar) throws IOException {
        Contents contents = new Contents();
        ZooarkJar.entries().forEach(contents::add);
        List<String> table = new ArrayList<>();
        table.add(String.format(Locale.ROOT, "%,15d bytes: %s", Files.size(jar), jar.getFileName()));
        table.add("   bytes in jar        unpacked   files  part");
        contents.sums.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, long[]> sum) -> -sum.getValue()[0]))
                .forEach(sum -> table.add(line(sum.getKey(), sum.getValue())));
        return table;
    }

    private void add(ZipEntry entry) {
        long[] sum = sums.computeIfAbsent(part(entry.getName()), name -> new long[3]);
        sum[0] += entry.getCompressedSize();
        sum[1] += entry.getSize();
        sum[2]++;
    }

    private static String part(String name) {
        return PARTS.entrySet().stream()
                .filter(part -> name.startsWith(part.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> name.endsWith(".class") ? "other: " + owner(name) : REST);
    }

    private static String owner(String name) {
        return name.replaceFirst("^((?:[^/]+/){1,2}).*", "$1");
    }

    private static String line(String part, long[] sum) {
        return String.format(Locale.ROOT, "%,15d %,15d  %,6d  %s", sum[0], sum[1], sum[2], part);
    }
}
