package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Credential;
import io.zooark.ensemble.Ensemble;
import io.zooark.ensemble.Role;
import io.zooark.ensemble.Zxid;
import io.zooark.error.RequestRefusedException;
import io.zooark.snapshot.MemoryVault;
import io.zooark.snapshot.RootAcl;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SurveyServersTest {
    private static final RestorePlan PLAN = Plans.withEpochs(Zxid.parse("0x300000010"), 3, 3, 3);
    private static final PlannedServer ONE = PLAN.servers().get(0);
    private static final PlannedServer TWO = PLAN.servers().get(1);
    private static final PlannedServer THREE = PLAN.servers().get(2);

    private final StillServers servers = new StillServers();
    private List<RootAcl.Entry> acl = List.of(new RootAcl.Entry("world", "anyone", 31));

    @Test
    void tellsRoleZxidAndReachabilityOfEach() {
        servers.serving(ONE, Role.LEADER, "0x300000020", "3.9.5").notServing(TWO);

        Situation seen = survey();

        assertThat(seen.servers()).extracting(Situation.ServerSeen::id).containsExactly(1, 2, 3);
        assertThat(seen.servers().get(0).role()).contains("leader");
        assertThat(seen.servers().get(0).zxid()).contains(Zxid.parse("0x300000020"));
        assertThat(seen.servers()).extracting(Situation.ServerSeen::reachable).containsExactly(true, true, false);
        assertThat(seen.servers().get(1).problem().orElseThrow()).contains("is not serving requests");
        assertThat(seen.servers().get(2).problem().orElseThrow()).contains("did not answer");
        assertThat(seen.summary()).contains("1 of 3 servers serve now");
        assertThat(seen.warnings()).hasSize(2);
    }

    @Test
    void countsTheTransactionsThatWillBeLost() {
        servers.serving(ONE, Role.LEADER, "0x300000020", "3.9.5").serving(TWO, Role.FOLLOWER, "0x30000001f", "3.9.5");

        Situation.Loss loss = survey().loss();

        assertThat(loss.transactions()).contains(16L);
        assertThat(loss.words()).contains("16 transactions, up to 0x300000020");
    }

    @Test
    void doesNotCountThemAcrossElectionsNorWhereNobodyServes() {
        assertThat(survey().loss().transactions()).isEmpty();
        assertThat(survey().loss().words()).contains("unknown, for no server serves");

        servers.serving(ONE, Role.LEADER, "0x400000001", "3.9.5");

        assertThat(survey().loss().transactions()).isEmpty();
        assertThat(survey().loss().words()).contains("elections between 0x300000010 and 0x400000001");
    }

    @Test
    void saysSoWhereTheServersAreBehindTheSnapshot() {
        servers.serving(ONE, Role.LEADER, "0x30000000f", "3.9.5");

        assertThat(survey().loss().words()).contains("are behind the snapshot");
    }

    @Test
    void refusesAVersionThatTheConfigurationDoesNotAllow() {
        servers.serving(ONE, Role.LEADER, "0x300000020", "3.9.3");

        assertThatThrownBy(this::survey)
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("server 1 runs ZooKeeper 3.9.3, older than 3.9.4")
                .hasMessageContaining("backups.oldestVersion");
    }

    @Test
    void warnsOfAnOldVersionThatTheConfigurationAllows() {
        servers.serving(ONE, Role.LEADER, "0x300000020", "3.9.3");
        Ensemble ensemble = AccessPlanTest.ensemble();
        Ensemble lenient = new Ensemble(
                ensemble.name(),
                ensemble.seedHosts(),
                ensemble.admin(),
                ensemble.clientPorts(),
                ensemble.instances(),
                ensemble.host(),
                ensemble.functions(),
                new Ensemble.Backups("UTC", 4, "3.9.0"),
                ensemble.restoreFrom());

        assertThat(survey(lenient).warnings())
                .anySatisfy(warning -> assertThat(warning).contains("server 1 runs ZooKeeper 3.9.3"));
    }

    @Test
    void warnsOfAHeapBelowTwiceTheTree() {
        long tree = PLAN.expected().bytes() + PLAN.expected().nodes() * 350;
        servers.serving(ONE, Role.LEADER, "0x300000020", "3.9.5")
                .serving(TWO, Role.FOLLOWER, "0x300000020", "3.9.5")
                .serving(THREE, Role.FOLLOWER, "0x300000020", "3.9.5")
                .withHeap(ONE, 2 * tree)
                .withHeap(TWO, 2 * tree - 1);

        assertThat(survey().warnings()).singleElement().asString().contains("server 2 has a heap of " + (2 * tree - 1));
    }

    @Test
    void refusesToGoOnWithoutAServerThatIsThere() {
        RestorePlan two = Plans.without(PLAN, 3);
        servers.serving(ONE, Role.LEADER, "0x300000020", "3.9.5")
                .serving(TWO, Role.FOLLOWER, "0x300000020", "3.9.5")
                .leading(ONE, 1);
        SurveyServers survey = surveyor(AccessPlanTest.ensemble());
        assertThat(survey.survey(two).servers()).hasSize(2);

        servers.leading(ONE, 2);
        assertThatThrownBy(() -> survey.survey(two))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("leads 2 others instead of 1")
                .hasMessageContaining("server 3 (i-3, 10.0.1.3)");

        servers.leadingNobody(ONE);
        assertThatThrownBy(() -> survey.survey(two))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("the leader is one of [server 3 (i-3, 10.0.1.3)]");

        servers.leading(ONE, 1).serving(THREE.admin(), 3);
        assertThatThrownBy(() -> survey.survey(two))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("was to be left out, but its AdminServer answers");
    }

    @Test
    void warnsOfAnAccessListThatWouldRefuseTheFunctions() {
        acl = List.of(new RootAcl.Entry("digest", "others:hash", 31));
        PLAN.servers().forEach(server -> servers.serving(server, Role.FOLLOWER, "0x300000020", "3.9.5"));

        assertThat(survey().warnings())
                .singleElement()
                .asString()
                .contains("access list of / ([digest:others:…])")
                .contains("'zooark'");
    }

    private SurveyServers surveyor(Ensemble ensemble) {
        Credential credential = new Credential() {
            @Override
            public String digest() {
                return "zooark:secret";
            }

            @Override
            public void forget() {}
        };
        MemoryVault vault = new MemoryVault().storing(PLAN.snapshot().id().toString());
        RootAccess access = new RootAccess(ensemble, vault, snapshot -> Optional.of(acl), () -> credential);
        return new SurveyServers(servers, ensemble, access, Runnable::run, new StillTime());
    }

    private Situation survey() {
        return survey(AccessPlanTest.ensemble());
    }

    private Situation survey(Ensemble ensemble) {
        return surveyor(ensemble).survey(PLAN);
    }
}
