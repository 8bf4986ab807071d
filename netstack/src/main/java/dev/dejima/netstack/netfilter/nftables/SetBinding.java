package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Dynset;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.FlowOffload;
import dev.dejima.nft.expr.Lookup;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.ObjRef;
import dev.dejima.nft.expr.ObjRefMap;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.Register;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds expressions to the sets, objects and flowtables of their table. */
final class SetBinding {
  /** The size of a set that rules fill and that has none. */
  private static final int UPDATED_SIZE = 0xffff;

  private final Table table;
  private final Transaction transaction;
  private final RegisterUse registers;
  private final References references;

  /** An expression with the names that the kernel hands back, and what it is bound to. */
  record Result(Expr expr, ExprState state) {}

  SetBinding(Table table, Transaction transaction, RegisterUse registers, References references) {
    this.table = table;
    this.transaction = transaction;
    this.registers = registers;
    this.references = references;
  }

  private ElementSet set(String name, int id) throws Refused {
    ElementSet set = table.sets.get(name);
    if (set == null && id != 0) {
      set = transaction.set(table, id);
    }
    if (set == null) {
      throw new Refused(Errno.ENOENT);
    }
    return set;
  }

  /** Holds a set ({@code nf_tables_bind_set}): an anonymous one has one rule. */
  private void bind(ElementSet set) throws Refused {
    if (set.isAnonymous() && (set.bound || references.sets.contains(set))) {
      throw new Refused(Errno.EBUSY);
    }
    references.sets.add(set);
  }

  Result lookup(Lookup lookup) throws Refused {
    ElementSet set = set(lookup.set(), lookup.setId());
    registers.load(lookup.sreg(), set.given.keyLength());
    if (lookup.dreg().isPresent()) {
      mapped(lookup, lookup.dreg().getAsInt(), set);
    } else if (set.isMap() && set.isAnonymous()) {
      throw new Refused(Errno.EINVAL);
    }
    bind(set);
    Expr expr = new Lookup(lookup.sreg(), set.name, 0, lookup.dreg(), lookup.inverted());
    return new Result(expr, new ExprState.Bound(set));
  }

  private void mapped(Lookup lookup, int dreg, ElementSet set) throws Refused {
    if (lookup.inverted() || !set.isMap()) {
      throw new Refused(Errno.EINVAL);
    }
    if (set.hasVerdicts() != (dreg == Register.VERDICT)) {
      throw new Refused(Errno.EINVAL);
    }
    if (!set.hasVerdicts()) {
      registers.store(dreg, set.given.dataLength());
    }
  }

  /** {@code nft_dynset_init}. */
  Result dynset(Dynset dynset, long now) throws Refused {
    ElementSet set = set(dynset.set(), dynset.setId());
    if (set.has(NewSet.OBJECT) || set.kind != SetKind.HASH) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if (set.has(NewSet.CONSTANT)) {
      throw new Refused(Errno.EBUSY);
    }
    if (dynset.timeout() != 0) {
      if (!set.has(NewSet.TIMEOUT)) {
        throw new Refused(Errno.EOPNOTSUPP);
      }
      SetChecks.checkTime(dynset.timeout());
    }
    registers.load(dynset.sregKey(), set.given.keyLength());
    if (dynset.sregData().isPresent()) {
      if (!set.isMap() || set.hasVerdicts()) {
        throw new Refused(Errno.EOPNOTSUPP);
      }
      registers.load(dynset.sregData(), set.given.dataLength());
    } else if (set.isMap()) {
      throw new Refused(Errno.EINVAL);
    }
    Stateful[] templates = templates(dynset, set, now);
    bind(set);
    if (set.size == 0) {
      set.size = UPDATED_SIZE;
    }
    List<Expr> told = new ArrayList<>();
    // Linux tells those of the set alone, also where the rule's have other values and prevail.
    if (set.templates.length == 0) {
      for (Stateful template : templates) {
        told.add(template.told(now));
      }
    }
    Expr expr =
        new Dynset(
            dynset.operation(),
            dynset.sregKey(),
            dynset.sregData(),
            set.name,
            0,
            dynset.timeout(),
            told,
            dynset.inverted());
    return new Result(expr, new ExprState.Updating(set, templates));
  }

  private static Stateful[] templates(Dynset dynset, ElementSet set, long now) throws Refused {
    List<Expr> exprs = dynset.exprs();
    if (exprs.isEmpty()) {
      return set.templates;
    }
    if (!set.has(NewSet.EVAL)) {
      throw new Refused(Errno.EINVAL);
    }
    if (exprs.size() > SetChanges.MAX_EXPRS) {
      throw new Refused(Errno.E2BIG);
    }
    Stateful[] templates = new Stateful[exprs.size()];
    for (int i = 0; i < templates.length; i++) {
      templates[i] = SetChanges.template(exprs.get(i), set.given, set.kind, now);
    }
    if (!ElementBinding.fit(set, templates)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    return templates;
  }

  Result object(ObjRef reference) throws Refused {
    NamedObject object = table.objects.get(new NamedObject.Key(reference.type(), reference.name()));
    if (object == null) {
      throw new Refused(Errno.ENOENT);
    }
    if (object.step == null) {
      throw Refused.lack();
    }
    references.objects.add(object);
    return new Result(reference, new ExprState.Named(object));
  }

  Result objects(ObjRefMap map) throws Refused {
    ElementSet set = set(map.set(), map.setId());
    if (!set.has(NewSet.OBJECT)) {
      throw new Refused(Errno.EINVAL);
    }
    if (!ObjectSteps.isRun(set.given.objectType())) {
      throw Refused.lack();
    }
    registers.load(map.sreg(), set.given.keyLength());
    bind(set);
    return new Result(new ObjRefMap(map.sreg(), set.name, 0), new ExprState.Bound(set));
  }

  Result flowtable(FlowOffload offload) throws Refused {
    Flowtable flowtable = table.flowtables.get(offload.flowtable());
    if (flowtable == null) {
      throw new Refused(Errno.ENOENT);
    }
    references.flowtables.add(flowtable);
    return new Result(offload, new ExprState.Offloading(flowtable));
  }

  /** What hooks an object of a type may stand at is looked at when chains are checked. */
  static @Nullable ObjectType objectType(ExprState state) {
    return switch (state) {
      case ExprState.Named named -> named.object().type();
      case ExprState.Bound bound -> bound.set().given.objectType();
      case Decision _,
          ExprState.None _,
          ExprState.Offloading _,
          ExprState.Sequence _,
          ExprState.Updating _,
          Stateful _ ->
          null;
    };
  }
}
