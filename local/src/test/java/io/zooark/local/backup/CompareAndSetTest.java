package io.zooark.local.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.aws.S3RestoreFiles;
import io.zooark.error.StorageRefusedException;
import io.zooark.local.backup.FaultProxy.Call;
import io.zooark.restore.AccessRule;
import io.zooark.restore.Lock;
import io.zooark.restore.Phase;
import io.zooark.restore.PlannedRule;
import io.zooark.restore.RestoreFiles.Tagged;
import io.zooark.restore.RestoreOptions;
import io.zooark.restore.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Locks and records of rules over the real SDK: of many who write at once exactly one has written. */
class CompareAndSetTest {
    private static final int TAKERS = 8;

    private static Account account;
    private static S3RestoreFiles files;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        account = Account.open(folder);
        files = new S3RestoreFiles(account.s3(), Account.BUCKET);
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @AfterEach
    void clear() {
        account.clear();
    }

    @Test
    void letsExactlyOneTakeTheFirstLock() throws Exception {
        List<Integer> winners = atOnce(who -> files.createLock(lock("restore-" + who, 1)));

        assertThat(winners).hasSize(1);
        assertThat(held().value()).isEqualTo(lock("restore-" + winners.get(0), 1));
    }

    @Test
    void letsExactlyOneTakeOverTheLockThatAllHaveRead() throws Exception {
        files.createLock(lock("restore-before", 1));
        String etag = held().etag();

        List<Integer> winners = atOnce(who -> files.replaceLock(lock("restore-" + who, 2), etag));

        assertThat(winners).hasSize(1);
        assertThat(held().value()).isEqualTo(lock("restore-" + winners.get(0), 2));
        assertThat(held().etag()).isNotEqualTo(etag);
    }

    @Test
    void readsNoLockWhereThereIsNone() {
        assertThat(files.lock("orders")).isEmpty();
        assertThat(files.lock("billing")).isEmpty();
    }

    @Test
    void keepsTheFirstRecordOfTheRulesWhoeverComesLater() throws Exception {
        PlannedRule first = rule("sgr-first");
        files.recordRules("orders", "restore-1", List.of(first));

        atOnce(who -> {
            files.recordRules("orders", "restore-1", List.of(rule("sgr-" + who)));
            return true;
        });
        files.recordRules("orders", "restore-1", List.of());

        assertThat(files.rules("orders", "restore-1")).hasValue(List.of(first));
        assertThat(files.rules("orders", "restore-2")).isEmpty();
    }

    @Test
    void replacesDocumentsOfTheSameName() {
        files.write("orders", "restore-1", "report.json", List.of("first"));
        files.write("orders", "restore-1", "report.json", List.of("second"));

        assertThat(new String(account.read("restores/orders/restore-1/report.json"), UTF_8))
                .contains("second")
                .doesNotContain("first");
    }

    @Test
    void refusesALockThatCannotBeUnderstoodInsteadOfTakingItForNone() {
        account.s3()
                .putObject(
                        request -> request.bucket(Account.BUCKET).key("locks/orders.json"),
                        RequestBody.fromString("{\"ensemble\": \"orders\", \"expires\": \"soon\"}"));

        assertThatThrownBy(() -> files.lock("orders"))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("locks/orders.json cannot be understood")
                .hasMessageContaining("nothing was changed");
    }

    @Test
    void holdsTheLockThoughTheAnswerToItsTakingIsLost() throws IOException {
        try (FaultProxy proxy = FaultProxy.before(account.endpoint());
                S3Client way = Account.s3(proxy.endpoint())) {
            proxy.losingTheAnswer(Call::putsAnObject, 1);

            // the SDK asks again and is told that somebody was first: itself
            boolean created = new S3RestoreFiles(way, Account.BUCKET).createLock(lock("restore-1", 1));

            assertThat(created).isFalse();
            assertThat(held().value())
                    .as("whoever reads before it gives up sees its own name")
                    .isEqualTo(lock("restore-1", 1));
        }
    }

    private static Tagged<Lock> held() {
        Optional<Tagged<Lock>> lock = files.lock("orders");
        return lock.orElseThrow();
    }

    private static Lock lock(String restoreId, long fence) {
        return new Lock(
                "orders",
                restoreId,
                "arn:" + restoreId,
                fence,
                Phase.TAKEN,
                Instant.parse(Account.DUE),
                restoreId,
                Optional.of(9L),
                List.of(restoreId),
                true,
                RestoreOptions.OnFailure.ROLL_BACK,
                false,
                0,
                Optional.empty(),
                Optional.empty());
    }

    private static PlannedRule rule(String id) {
        AccessRule rule = new AccessRule(
                id,
                "sg-1",
                Traffic.tcp(2181, 2181),
                new AccessRule.Source(AccessRule.Kind.IPV4, "10.0.0.0/16"),
                "shops",
                Map.of("owner", "shops"));
        return new PlannedRule(rule, PlannedRule.Fate.PARKED, Traffic.tcp(65_535, 65_535), List.of());
    }

    /** Has several write at the same moment, and returns who of them was told that it had. */
    private static List<Integer> atOnce(IntPredicate attempt) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(TAKERS);
        try {
            CyclicBarrier start = new CyclicBarrier(TAKERS);
            List<Future<Boolean>> attempts = new ArrayList<>();
            for (int who = 0; who < TAKERS; who++) {
                int number = who;
                attempts.add(threads.submit(() -> {
                    start.await();
                    return attempt.test(number);
                }));
            }
            List<Integer> winners = new ArrayList<>();
            for (int who = 0; who < TAKERS; who++) {
                if (attempts.get(who).get()) {
                    winners.add(who);
                }
            }
            return winners;
        } finally {
            threads.shutdownNow();
        }
    }
}
