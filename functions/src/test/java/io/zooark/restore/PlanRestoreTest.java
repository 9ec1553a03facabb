package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Ensemble;
import io.zooark.ensemble.Zxid;
import io.zooark.error.EnsembleBusyException;
import io.zooark.error.RequestRefusedException;
import io.zooark.restore.RestoreRecord.Action;
import io.zooark.snapshot.SnapshotRewriter;
import io.zooark.snapshot.Vault;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is refused before any host, group or snapshot is looked at; the rest is tried on real servers. */
class PlanRestoreTest {
    private final MemoryRestoreFiles files = new MemoryRestoreFiles();
    private final PlanRestore plan = planned(AccessPlanTest.ensemble());

    private PlanRestore planned(Ensemble ensemble) {
        return new PlanRestore(
                ensemble,
                untouched(Vault.class),
                files,
                untouched(Network.class),
                untouched(Hosts.class),
                untouched(SnapshotRewriter.class),
                Runnable::run);
    }

    @Test
    void asksAPersonWhereTheConfigurationSaysSoWhateverIsTyped() {
        RestoreInput typed = RestoreInput.of("orders");

        assertThat(plan.options(typed).approval()).isFalse();
        assertThat(plan.askingFirst().options(typed)).isEqualTo(typed.options().withApproval());
        assertThat(plan.askingFirst().options(typed).approval()).isTrue();
    }

    @Test
    void refusesANameThatNoHostWouldTakeForAFolder() {
        assertThatThrownBy(() -> plan("../r"))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("got '../r'");
    }

    @Test
    void refusesAnEnsembleThatIsReachedByCertificateAloneForALastProofIsAClientsWrite() {
        Ensemble.Admin byCertificate =
                new Ensemble.Admin("https", 0, Ensemble.Authentication.X509, null, null, "/certificate");

        assertThatThrownBy(() -> plan(planned(AccessPlanTest.ensemble(byCertificate)), "restore-1"))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("admin.credentialParameter of 'orders' is missing")
                .hasMessageContaining("nothing was changed");
    }

    @Test
    void refusesANameUnderWhichHostsAndVaultHaveARestoreDoneAlready() {
        files.recordRules(AccessPlanTest.ensemble().name(), "restore-1", List.of());

        assertThatThrownBy(() -> plan("restore-1"))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("was called restore-1 before");
    }

    @Test
    void refusesTheSnapshotOfAnEnsembleThatTheOwnerHasNotNamed() {
        RestoreInput input = new RestoreInput(
                AccessPlanTest.ensemble().name(),
                new SnapshotChoice.OfEnsemble("audit", new SnapshotChoice.Latest()),
                false,
                null,
                false,
                null,
                List.of(),
                false,
                null,
                null);

        assertThatThrownBy(() -> plan.plan(new PlanRestore.Request(input, "restore-1")))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("snapshot is latest of 'audit', but restoreFrom of 'orders' is []")
                .hasMessageContaining("nothing was changed");
    }

    @Test
    void namesTheRestoreThatHoldsTheLockAndLeavesNoPlanBehind() {
        RestorePlan first = Plans.withEpochs(Zxid.parse("0x300000010"), 3, 3, 3);
        RestoreRecord record = new RestoreRecord(files, new StillTime());
        record.record(new RestoreRecord.Request(
                Action.TAKE,
                first,
                null,
                null,
                "arn:first",
                null,
                null,
                List.of(),
                null,
                false,
                List.of(),
                null,
                null));

        assertThatThrownBy(() -> plan("restore-2"))
                .isInstanceOf(EnsembleBusyException.class)
                .hasMessageContaining("is being restored by arn:first");
        assertThat(files.documents()).containsOnlyKeys("restore-1/plan.json");
    }

    private void plan(String restoreId) {
        plan(plan, restoreId);
    }

    private static void plan(PlanRestore plan, String restoreId) {
        plan.plan(new PlanRestore.Request(
                RestoreInput.of(AccessPlanTest.ensemble().name()), restoreId));
    }

    private static <T> T untouched(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    throw new AssertionError("the plan looked at " + type.getSimpleName() + " before it refused");
                }));
    }
}
