package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** The branches of a Map or Parallel: they run at the same time, and the first failure stops the others. */
final class Fork {
    private final Visit visit;
    private final List<Line> lines;
    private final int concurrency;
    private final CompletableFuture<Void> cancelled;
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final List<Branch> branches = new ArrayList<>();
    private final ArrayNode results = Json.MAPPER.createArrayNode();

    /**
     * One branch before it starts.
     *
     * @param item what {@code $$.Map} is in it, null outside any Map
     */
    record Line(Workflow workflow, JsonNode input, @Nullable ObjectNode item) {}

    /** How one branch ended: with a result, or with what it threw. */
    private record Ended(
            int index, @Nullable JsonNode result, @Nullable Throwable thrown) {}

    /** Notes the branches in the history; each method is told the event before and returns the last one after. */
    interface Chronicle {
        /** Parallel has no events for its branches. */
        Chronicle SILENT = new Chronicle() {};

        default long started(int index, long previous) {
            return previous;
        }

        default long succeeded(int index, long previous) {
            return previous;
        }

        default void failed(int index, long previous) {}

        default void aborted(int index, long previous) {}
    }

    Fork(Visit visit, List<Line> lines, int concurrency) {
        this.visit = visit;
        this.lines = lines;
        this.concurrency = concurrency;
        // a copy ends with the original and not the other way round
        this.cancelled = visit.branch().cancelled().copy();
        lines.forEach(line -> results.addNull());
    }

    /**
     * Runs them all and returns their results in the order of the lines.
     *
     * @throws StateFailure what the first of them failed with, when none of them runs any more
     */
    JsonNode run(Chronicle chronicle) {
        long parent = visit.branch().lastEvent();
        int running = 0;
        while (branches.size() < lines.size() || running > 0) {
            while (branches.size() < lines.size() && running < concurrency) {
                start(chronicle, parent);
                running++;
            }
            Ended next = take();
            running--;
            if (next.thrown() != null) {
                throw abort(chronicle, next, next.thrown(), running);
            }
            results.set(next.index(), next.result());
            visit.branch()
                    .continueAfter(chronicle.succeeded(
                            next.index(), branches.get(next.index()).lastEvent()));
        }
        return results;
    }

    private void start(Chronicle chronicle, long parent) {
        int index = branches.size();
        Line line = lines.get(index);
        Branch branch = visit.branch().fork(cancelled, chronicle.started(index, parent), line.item());
        branches.add(branch);
        visit.branch().environment().threads().execute(() -> {
            try {
                ended.add(new Ended(index, branch.run(line.workflow(), line.input()), null));
            } catch (RuntimeException | Error e) {
                ended.add(new Ended(index, null, e));
            }
        });
    }

    /** Stops the other branches and waits until none of them can do anything any more. */
    private RuntimeException abort(Chronicle chronicle, Ended failed, Throwable thrown, int running) {
        cancelled.complete(null);
        List<Integer> aborted = new ArrayList<>();
        for (int i = 0; i < running; i++) {
            Ended other = take();
            if (other.thrown() != null) {
                aborted.add(other.index());
            }
        }
        if (!(thrown instanceof StateFailure failure)) {
            return thrown instanceof StoppedException stopped ? stopped : new IllegalStateException(thrown);
        }
        long last = branches.get(failed.index()).lastEvent();
        chronicle.failed(failed.index(), last);
        aborted.stream().sorted().forEach(index -> {
            branches.get(index).recordAborted(visit.branch(), last);
            chronicle.aborted(index, last);
        });
        visit.branch().recordAfter(last, visit.state().type() + "StateFailed", Json.object());
        return failure;
    }

    private Ended take() {
        try {
            return ended.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }
}
