package io.zooark.local;

/** The process that started this one: the build, or a shell. */
public final class Parent {
    private Parent() {}

    /**
     * Ends this JVM, with everything that it started, as soon as its parent is gone: a build that is killed takes no child
     * with it by itself.
     */
    public static void endWith() {
        ProcessHandle.current().parent().ifPresent(parent -> {
            Thread watch = new Thread(
                    () -> {
                        parent.onExit().join();
                        System.exit(1);
                    },
                    "end with the parent");
            watch.setDaemon(true);
            watch.start();
        });
    }
}
