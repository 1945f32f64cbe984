package dev.synod.kernel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Code;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.time.TimeCommand;
import dev.synod.kernel.value.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrontierTest {
  /** Leaves of the reference tree of Certificate Transparency. */
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  /** Roots of the trees of the first 0, 1, ... 8 of them. */
  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void shouldHaveTheRootsOfTheReferenceTree() {
    Frontier frontier = Frontier.EMPTY;
    assertThat(frontier.root()).hasToString(ROOTS.getFirst());

    for (int i = 0; i < LEAVES.size(); i++) {
      byte[] leaf = HexFormat.of().parseHex(LEAVES.get(i));
      frontier = frontier.append(Frontier.leafHash(leaf, leaf.length));

      assertThat(frontier.size()).isEqualTo(i + 1);
      assertThat(frontier.root()).hasToString(ROOTS.get(i + 1));
    }
  }

  /** By the definition of RFC 6962, section 2.1, from all leaves. */
  private static byte[] root(List<Bytes> leaves) throws NoSuchAlgorithmException {
    if (leaves.size() == 1) {
      return leaves.getFirst().toArray();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update((byte) 1);
    digest.update(root(leaves.subList(0, split)));
    digest.update(root(leaves.subList(split, leaves.size())));
    return digest.digest();
  }

  @Test
  void shouldHaveTheRootThatTheDefinitionGives() throws NoSuchAlgorithmException {
    var random = new Random(6962);
    var leaves = new ArrayList<Bytes>();
    Frontier frontier = Frontier.EMPTY;
    for (int i = 0; i < 300; i++) {
      var leaf = new byte[random.nextInt(50)];
      random.nextBytes(leaf);
      leaves.add(Frontier.leafHash(leaf, leaf.length));
      frontier = frontier.append(leaves.getLast());

      assertThat(frontier.root().toArray()).isEqualTo(root(leaves));
      assertThat(frontier.subtrees().size()).isEqualTo(Integer.bitCount(i + 1));
    }
  }

  @Test
  void shouldPutIntoALeafAllThatTellsOneRequestFromAnother() {
    var request = new Request(Origin.system(), new TimeCommand.Tick(), Bytes.ofHex("aa"));
    var other = new Request(Origin.system(), new TimeCommand.Tick(), Bytes.ofHex("ab"));
    var applied = new Reply.Applied(3, 0);
    var refused = new Reply.Rejected(new Rejection(Code.NOT_FOUND, "No."));

    var leaves =
        List.of(
            Leaf.hash(new Leaf.Position(1, 0, 5, 3), request, applied),
            Leaf.hash(new Leaf.Position(2, 0, 5, 3), request, applied),
            Leaf.hash(new Leaf.Position(1, 1, 5, 3), request, applied),
            Leaf.hash(new Leaf.Position(1, 0, 6, 3), request, applied),
            Leaf.hash(new Leaf.Position(1, 0, 5, 4), request, applied),
            Leaf.hash(new Leaf.Position(1, 0, 5, 3), other, applied),
            Leaf.hash(new Leaf.Position(1, 0, 5, 3), request, refused));

    assertThat(leaves).doesNotHaveDuplicates();
    assertThat(Leaf.hash(new Leaf.Position(1, 0, 5, 3), request, applied))
        .isEqualTo(leaves.getFirst());
    assertThat(leaves.getFirst())
        .as("the format of leaves is for ever")
        .hasToString("4835acb8a332f9628901aa99bfa6920301c00017b0787a11b88ee66efcaeadec");
  }
}
