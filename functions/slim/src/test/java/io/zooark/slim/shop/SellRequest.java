package io.zooark.slim.shop;

public record SellRequest(String thing) {}
