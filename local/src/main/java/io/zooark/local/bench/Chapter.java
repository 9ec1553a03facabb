package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures that belong together, and what has to be known to read them. */
final class Chapter {
    private final String title;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Chapter(String title) {
        this.title = requireNonNull(title, "title is null");
    }

    String title() {
        return title;
    }

    List<Figure> figures() {
        return List.copyOf(figures);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    void add(Figure figure) {
        figures.add(figure);
    }

    void note(String note) {
        notes.add(note);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("title", title);
        json.put("figures", figures.stream().map(Figure::json).toList());
        json.put("notes", notes);
        return json;
    }
}
