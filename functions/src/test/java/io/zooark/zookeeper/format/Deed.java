package io.zooark.zookeeper.format;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.jspecify.annotations.Nullable;

/**
 * One thing that clients do to a tree; nothing where it cannot be done.
 *
 * @param choice decides to which znode or session, with which ACL and which data
 * @param name the name of a new znode
 * @param size bytes of data; -1 for none
 */
record Deed(Kind kind, int choice, String name, int size) {
    private static final int KINDS_OF_ACL = 7;

    /** What can be done. */
    enum Kind {
        CREATE {
            @Override
            void apply(Deed deed, History.Play play) {
                play.grow(deed.parent(play), deed.name, path -> play.live.create(path, deed.data()));
            }
        },
        CREATE_WITH_ACL {
            @Override
            void apply(Deed deed, History.Play play) {
                play.grow(deed.parent(play), deed.name, path -> play.live.create(path, deed.data(), deed.acl()));
            }
        },
        CREATE_SEQUENTIAL {
            @Override
            void apply(Deed deed, History.Play play) {
                String parent = deed.parent(play);
                int next = play.live.tree.getNode(parent).stat.getCversion();
                String name = deed.name + String.format(Locale.ROOT, "%010d", next);
                play.grow(parent, name, path -> play.live.create(path, deed.data()));
            }
        },
        CREATE_DEEP {
            @Override
            void apply(Deed deed, History.Play play) {
                String parent = deed.parent(play);
                for (int depth = 0; depth < 20; depth++) {
                    parent = play.grow(parent, "d", path -> play.live.create(path, null));
                }
            }
        },
        CREATE_CONTAINER {
            @Override
            void apply(Deed deed, History.Play play) {
                play.grow(deed.parent(play), deed.name, play.live::createContainer);
            }
        },
        CREATE_WITH_TTL {
            @Override
            void apply(Deed deed, History.Play play) {
                play.grow(deed.parent(play), deed.name, path -> play.live.createWithTtl(path, 1L + deed.choice));
            }
        },
        CREATE_EPHEMERAL {
            @Override
            void apply(Deed deed, History.Play play) {
                long session = play.session(deed.choice);
                String path = play.grow(
                        deed.parent(play), deed.name, free -> play.live.createEphemeral(free, deed.data(), session));
                play.takesNoChildren(path);
            }
        },
        SET_DATA {
            @Override
            void apply(Deed deed, History.Play play) {
                play.live.setData(deed.parent(play), deed.data());
            }
        },
        SET_ACL {
            @Override
            void apply(Deed deed, History.Play play) {
                play.live.setAcl(deed.parent(play), deed.acl());
            }
        },
        DELETE {
            @Override
            void apply(Deed deed, History.Play play) {
                play.deleteIfChildless(deed.parent(play));
            }
        },
        CLOSE_SESSION {
            @Override
            void apply(Deed deed, History.Play play) {
                play.live.closeSession(play.session(deed.choice));
            }
        };

        abstract void apply(Deed deed, History.Play play);
    }

    private String parent(History.Play play) {
        return play.parent(choice);
    }

    private byte @Nullable [] data() {
        if (size < 0) {
            return null;
        }
        byte[] data = new byte[size];
        new Random(choice).nextBytes(data);
        return data;
    }

    private List<ACL> acl() {
        return switch (choice % KINDS_OF_ACL) {
            case 0 -> Ids.READ_ACL_UNSAFE;
            case 1 -> List.of();
            case 2 -> List.of(new ACL(Perms.ALL, new Id("digest", "")), new ACL(0, new Id("", "")));
            case 3 -> Ids.OPEN_ACL_UNSAFE;
            default -> List.of(new ACL(Perms.READ | Perms.ADMIN, new Id("sasl", "größe-𝕏/" + name)));
        };
    }

    @Override
    public String toString() {
        return "%s %d '%s' %d".formatted(kind, choice, name, size);
    }
}
