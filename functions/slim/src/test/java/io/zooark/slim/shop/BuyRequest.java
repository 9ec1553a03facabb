package io.zooark.slim.shop;

public record BuyRequest(String thing) {}
