package io.zooark.local.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** What a drill could leave behind in its process and on its disk, as it is at one moment. */
record Traces(
        Set<String> threads,
        Map<String, String> properties,
        Set<ObjectName> beans,
        Thread.@Nullable UncaughtExceptionHandler handler) {

    static Traces now() {
        try {
            return new Traces(
                    threadsOfZooKeeper(),
                    allProperties(),
                    ManagementFactory.getPlatformMBeanServer()
                            .queryNames(new ObjectName("org.apache.ZooKeeperService:*"), null),
                    Thread.getDefaultUncaughtExceptionHandler());
        } catch (MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }

    /** The threads of S3's stand-in and of the test's runner come and go as they like. */
    private static Set<String> threadsOfZooKeeper() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> ofADrill(thread)
                        || thread.getClass().getName().startsWith("org.apache.zookeeper")
                        || thread.getName().startsWith("NIOWorker"))
                .map(Thread::getName)
                .collect(Collectors.toSet());
    }

    private static boolean ofADrill(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group != null && group.getName().startsWith("drill of ");
    }

    private static Map<String, String> allProperties() {
        Map<String, String> properties = new TreeMap<>();
        System.getProperties().forEach((name, value) -> properties.put(name.toString(), value.toString()));
        return properties;
    }

    /** Requires that all is now as it was then, and that the disk is empty. */
    void requireNoneSince(Path disk) {
        Traces now = now();
        assertThat(now.threads()).isEqualTo(threads);
        Set<Map.Entry<String, String>> changed = new HashSet<>(properties.entrySet());
        now.properties().entrySet().stream()
                .filter(entry -> !changed.remove(entry))
                .toList()
                .forEach(changed::add);
        assertThat(changed).as("system properties").isEmpty();
        assertThat(now.beans()).isEqualTo(beans);
        assertThat(now.handler()).isSameAs(handler);
        assertThat(disk).isEmptyDirectory();
    }
}
