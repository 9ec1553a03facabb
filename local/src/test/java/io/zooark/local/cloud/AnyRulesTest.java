package io.zooark.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.local.cloud.AccessTrial.Step;
import io.zooark.local.cloud.DirectNetwork.Fault;
import io.zooark.restore.ClientAccess;
import io.zooark.restore.ClientAccess.Action;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Closes and opens whatever rules two groups may have. {@link AccessTrial} looks after every single change of EC2 whether
 * all but the client ports is reached as before.
 */
class AnyRulesTest {

    @Property(tries = 300)
    void noClientReachesAClientPortAfterClosingAndAllIsAsBeforeAfterOpening(
            @ForAll(supplier = RuleSet.Any.class) RuleSet rules, @ForAll @IntRange(max = 3) int slow) {
        AccessTrial trial = new AccessTrial(rules);
        Assume.that(!trial.crowded());

        trial.run(new Step(Action.CLOSE, Fault.NONE, slow));
        trial.assertClosed();
        trial.run(new Step(Action.CLOSE, Fault.NONE, slow));
        trial.assertClosed();

        ClientAccess.Answer opened = trial.open(slow);

        trial.assertAsBefore(opened);
        assertThat(trial.open(slow).created()).isEqualTo(opened.created());
        trial.assertAsBefore(opened);
    }

    @Property(tries = 500)
    void aCrashBetweenAnyTwoCallsIsHealedByRunningEitherDirectionAgain(
            @ForAll(supplier = RuleSet.Any.class) RuleSet rules, @ForAll(supplier = Steps.class) List<Step> steps) {
        AccessTrial trial = new AccessTrial(rules);
        Assume.that(!trial.crowded());
        trial.run(new Step(Action.CLOSE, steps.get(0).fault(), 0));
        steps.forEach(trial::run);

        trial.run(new Step(Action.CLOSE, Fault.NONE, 0));
        trial.assertClosed();
        steps.forEach(trial::run);

        trial.assertAsBefore(trial.open(0));
    }

    /** Runs that die, in either direction. */
    static final class Steps implements ArbitrarySupplier<List<Step>> {
        @Override
        public Arbitrary<List<Step>> get() {
            Arbitrary<Fault> fault = Combinators.combine(
                            Arbitraries.integers().between(1, 9), Arbitraries.of(true, false))
                    .as(Fault::new);
            return Combinators.combine(
                            Arbitraries.of(Action.class),
                            fault,
                            Arbitraries.integers().between(0, 2))
                    .as(Step::new)
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(4);
        }
    }
}
