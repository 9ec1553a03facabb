package io.zooark.local.stepfunctions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a state does about its own failures: the entries of its Retry and of its Catch, in order. */
record Handlers(List<Retrier> retriers, List<Catcher> catchers) {
    static final Handlers NONE = new Handlers(List.of(), List.of());

    Handlers {
        retriers = List.copyOf(retriers);
        catchers = List.copyOf(catchers);
    }

    static Handlers read(Section state) {
        List<Retrier> retriers = new ArrayList<>();
        List<Section> entries = state.sections("Retry");
        for (Section entry : entries) {
            retriers.add(Retrier.read(entry, retriers.size() == entries.size() - 1));
        }
        List<Catcher> catchers = new ArrayList<>();
        List<Section> catches = state.sections("Catch");
        for (Section entry : catches) {
            catchers.add(Catcher.read(entry, catchers.size() == catches.size() - 1));
        }
        return new Handlers(retriers, catchers);
    }

    Optional<Catcher> catcher(String error) {
        return catchers.stream().filter(one -> one.errors().match(error)).findFirst();
    }
}
