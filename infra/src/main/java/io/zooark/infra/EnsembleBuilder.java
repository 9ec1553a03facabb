package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** Describes an ensemble in a program; what is not said has the same value as when it is missing in the file. */
public final class EnsembleBuilder {
    private final String name;
    private final List<String> seedHosts;
    private final NetworkConfig network;
    private AdminConfig admin;
    private List<Integer> clientPorts = List.of(EnsembleConfig.DEFAULT_CLIENT_PORT);
    private EnsembleConfig.Tag instances;
    private EnsembleConfig.Host host = EnsembleConfig.Host.usual();
    private EnsembleConfig.Schedule schedule = EnsembleConfig.Schedule.everyHour();
    private EnsembleConfig.Backups backups = EnsembleConfig.Backups.usual();
    private EnsembleConfig.Drill drill = EnsembleConfig.Drill.usual();
    private EnsembleConfig.Restore restore = EnsembleConfig.Restore.usual();
    private List<String> restoreFrom = List.of();
    private EnsembleConfig.Alarms alarms = EnsembleConfig.Alarms.none();

    EnsembleBuilder(String name, List<String> seedHosts, NetworkConfig network) {
        this.name = requireNonNull(name, "name is null");
        this.seedHosts = List.copyOf(seedHosts);
        this.network = requireNonNull(network, "network is null");
        this.admin = AdminConfig.usual(AdminConfig.usualParameter(name));
        this.instances = new EnsembleConfig.Tag(EnsembleConfig.Tag.DEFAULT_KEY, name);
    }

    /** Sets how the AdminServer is reached. */
    public EnsembleBuilder admin(AdminConfig admin) {
        this.admin = admin;
        return this;
    }

    /** Sets every port on which servers take clients. */
    public EnsembleBuilder clientPorts(List<Integer> clientPorts) {
        this.clientPorts = clientPorts;
        return this;
    }

    /** Sets the tag of the servers. */
    public EnsembleBuilder instances(EnsembleConfig.Tag instances) {
        this.instances = instances;
        return this;
    }

    /** Sets where things are on each host. */
    public EnsembleBuilder host(EnsembleConfig.Host host) {
        this.host = host;
        return this;
    }

    /** Sets when backups are taken. */
    public EnsembleBuilder schedule(EnsembleConfig.Schedule schedule) {
        this.schedule = schedule;
        return this;
    }

    /** Sets how backups are taken. */
    public EnsembleBuilder backups(EnsembleConfig.Backups backups) {
        this.backups = backups;
        return this;
    }

    /** Sets when the newest backup is restored for trial. */
    public EnsembleBuilder drill(EnsembleConfig.Drill drill) {
        this.drill = drill;
        return this;
    }

    /** Sets how restores are done. */
    public EnsembleBuilder restore(EnsembleConfig.Restore restore) {
        this.restore = restore;
        return this;
    }

    /** Sets whose snapshots it may be seeded with. */
    public EnsembleBuilder restoreFrom(List<String> restoreFrom) {
        this.restoreFrom = restoreFrom;
        return this;
    }

    /** Sets where alarms ring. */
    public EnsembleBuilder alarms(EnsembleConfig.Alarms alarms) {
        this.alarms = alarms;
        return this;
    }

    /**
     * Returns the ensemble.
     *
     * @throws IllegalArgumentException if a value cannot be; it names the field as the file does
     */
    public EnsembleConfig build() {
        return new EnsembleConfig(
                name,
                seedHosts,
                admin,
                clientPorts,
                instances,
                host,
                network,
                schedule,
                backups,
                drill,
                restore,
                restoreFrom,
                alarms);
    }
}
