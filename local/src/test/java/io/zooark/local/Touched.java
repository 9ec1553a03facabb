package io.zooark.local;

import io.zooark.local.cloud.SecurityGroupRule;
import io.zooark.local.zookeeper.LocalHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that a restore touches, as it is at one moment: two that are equal say that nothing was touched in between.
 *
 * @param rules of the servers' security group, with their ids
 * @param hosts each server's process, gate and files that are not its data, by the server's id
 * @param written what restores have written into the vault
 */
record Touched(List<SecurityGroupRule> rules, Map<Integer, Host> hosts, List<String> written) {

    /**
     * One host.
     *
     * @param held whether the server's unit is kept from starting
     * @param restores what lies in the host's state folder
     * @param setAside what was set aside
     */
    record Host(long pid, boolean cut, boolean held, List<String> restores, List<String> setAside) {}

    /** Returns the same without what a restore writes down of itself. */
    Touched withoutRecords() {
        Map<Integer, Host> bare = new TreeMap<>();
        hosts.forEach((id, host) -> bare.put(id, new Host(host.pid, host.cut, host.held, List.of(), host.setAside)));
        return new Touched(rules, bare, List.of());
    }

    static Touched of(Trial trial) throws IOException {
        Map<Integer, Host> hosts = new TreeMap<>();
        for (LocalHost host : trial.ensemble().hosts()) {
            hosts.put(
                    host.server().id(),
                    new Host(
                            host.server().pid(),
                            host.gate().isCut(),
                            !list(host.root().resolve("run/systemd/system")).isEmpty(),
                            list(host.root().resolve("var/lib/zooark")),
                            list(host.server().dataDir().resolve("set-aside"))));
        }
        List<String> written = Stream.of("locks", "restores", "placements", "safety")
                .flatMap(prefix -> {
                    try {
                        return list(trial.vaultFile(prefix)).stream();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
        return new Touched(trial.cloud().ec2().ingress(LocalCloud.SERVERS_GROUP), hosts, written);
    }

    private static List<String> list(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.equals(folder))
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
