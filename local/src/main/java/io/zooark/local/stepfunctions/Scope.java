package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the paths of a state can see.
 *
 * @param data what {@code $} stands for
 * @param context what {@code $$} stands for
 */
record Scope(JsonNode data, JsonNode context) {}
