import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.CLASS_INIT_NAME;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Classes in place of those that java.lang.invoke.LambdaMetafactory spins: one for each lambda and
 * method reference, of the nest of the class that it stands in, so that it may call what is private
 * there. Lambdas that can be serialized are left as they are.
 */
final class Lambdas {
  private static final ClassDesc METAFACTORY = ClassDesc.of("java.lang.invoke.LambdaMetafactory");

  /** The only instance of a lambda that captures nothing. */
  private static final String ONLY = "ONLY";

  /** What makes an instance of one that does. */
  private static final String OF = "of";

  private final ClassFile classFile;

  /** The classes that were made, by their names in the jar. */
  private final Map<String, byte[]> classes = new LinkedHashMap<>();

  /** The classes of each nest, by the name of its host. */
  private final Map<String, List<ClassDesc>> nests = new LinkedHashMap<>();

  Lambdas(ClassFile classFile) {
    this.classFile = classFile;
  }

  Map<String, byte[]> classes() {
    return classes;
  }

  /** A lambda: what it captures, what it is called as, what it calls. */
  private record Lambda(
      ClassDesc self,
      ClassDesc type,
      String method,
      MethodTypeDesc called,
      MethodTypeDesc meant,
      List<ClassDesc> captured,
      DirectMethodHandleDesc target) {}

  /** Whether a call site makes a lambda that a class can stand for. */
  static boolean isLambda(ClassModel host, InvokeDynamicInstruction call) {
    if (!call.bootstrapMethod().owner().equals(METAFACTORY)
        || !call.bootstrapMethod().methodName().equals("metafactory")) {
      return false;
    }
    DirectMethodHandleDesc target = (DirectMethodHandleDesc) call.bootstrapArgs().get(1);
    return switch (target.kind()) {
      case STATIC, INTERFACE_STATIC, VIRTUAL, INTERFACE_VIRTUAL, CONSTRUCTOR -> true;
      // Of the class itself it is private; what is a superclass's no other class can call.
      case SPECIAL, INTERFACE_SPECIAL -> target.owner().equals(host.thisClass().asSymbol());
      case GETTER, SETTER, STATIC_GETTER, STATIC_SETTER -> false;
    };
  }

  /** Makes a lambda's class; answers the code that makes an instance of what is captured. */
  Consumer<CodeBuilder> make(ClassModel host, InvokeDynamicInstruction call) {
    List<ConstantDesc> arguments = call.bootstrapArgs();
    String name = host.thisClass().asInternalName() + "$$Lambda$" + classes.size();
    Lambda lambda =
        new Lambda(
            ClassDesc.ofInternalName(name),
            call.typeSymbol().returnType(),
            call.name().stringValue(),
            (MethodTypeDesc) arguments.get(0),
            (MethodTypeDesc) arguments.get(2),
            call.typeSymbol().parameterList(),
            (DirectMethodHandleDesc) arguments.get(1));
    ClassEntry nest =
        host.findAttribute(java.lang.classfile.Attributes.nestHost())
            .map(NestHostAttribute::nestHost)
            .orElse(host.thisClass());
    classes.put(
        name + ".class",
        classFile.build(lambda.self, builder -> define(builder, lambda, nest.asSymbol())));
    nests.computeIfAbsent(nest.asInternalName(), _ -> new ArrayList<>()).add(lambda.self);
    return lambda.captured.isEmpty()
        ? code -> code.getstatic(lambda.self, ONLY, lambda.type)
        : code -> code.invokestatic(lambda.self, OF, call.typeSymbol());
  }

  /** A nest's host, with the lambdas of the nest. */
  byte[] withNest(byte[] octets) {
    ClassModel type = classFile.parse(octets);
    List<ClassDesc> added = nests.get(type.thisClass().asInternalName());
    if (added == null) {
      return octets;
    }
    List<ClassDesc> members = new ArrayList<>();
    type.findAttribute(java.lang.classfile.Attributes.nestMembers())
        .ifPresent(known -> known.nestMembers().forEach(member -> members.add(member.asSymbol())));
    members.addAll(added);
    return classFile.transformClass(
        type,
        ClassTransform.dropping(element -> element instanceof NestMembersAttribute)
            .andThen(
                ClassTransform.endHandler(
                    builder -> builder.with(NestMembersAttribute.ofSymbols(members)))));
  }

  private static void define(ClassBuilder builder, Lambda lambda, ClassDesc nest) {
    builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC);
    builder.withInterfaceSymbols(lambda.type);
    builder.with(NestHostAttribute.of(nest));
    MethodTypeDesc constructor = MethodTypeDesc.of(CD_void, lambda.captured);
    for (int i = 0; i < lambda.captured.size(); i++) {
      builder.withField(
          "c" + i, lambda.captured.get(i), ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
    }
    builder.withMethodBody(
        INIT_NAME, constructor, ClassFile.ACC_PRIVATE, code -> construct(code, lambda));
    if (lambda.captured.isEmpty()) {
      builder.withField(ONLY, lambda.type, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
      builder.withMethodBody(
          CLASS_INIT_NAME,
          MTD_void,
          ClassFile.ACC_STATIC,
          code ->
              code.new_(lambda.self)
                  .dup()
                  .invokespecial(lambda.self, INIT_NAME, MTD_void)
                  .putstatic(lambda.self, ONLY, lambda.type)
                  .return_());
    } else {
      builder.withMethodBody(
          OF,
          MethodTypeDesc.of(lambda.type, lambda.captured),
          ClassFile.ACC_STATIC,
          code -> {
            code.new_(lambda.self).dup();
            load(code, lambda.captured, 0);
            code.invokespecial(lambda.self, INIT_NAME, constructor).areturn();
          });
    }
    builder.withMethodBody(
        lambda.method, lambda.called, ClassFile.ACC_PUBLIC, code -> call(code, lambda));
  }

  private static void load(CodeBuilder code, List<ClassDesc> types, int slot) {
    int at = slot;
    for (ClassDesc type : types) {
      TypeKind kind = TypeKind.from(type);
      code.loadLocal(kind, at);
      at += kind.slotSize();
    }
  }

  private static void construct(CodeBuilder code, Lambda lambda) {
    code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void);
    int at = 1;
    for (int i = 0; i < lambda.captured.size(); i++) {
      TypeKind kind = TypeKind.from(lambda.captured.get(i));
      code.aload(0).loadLocal(kind, at);
      code.putfield(lambda.self, "c" + i, lambda.captured.get(i));
      at += kind.slotSize();
    }
    code.return_();
  }

  private static void call(CodeBuilder code, Lambda lambda) {
    DirectMethodHandleDesc target = lambda.target;
    boolean constructs = target.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR;
    if (constructs) {
      code.new_(target.owner()).dup();
    }
    List<ClassDesc> taken = target.invocationType().parameterList();
    int captured = lambda.captured.size();
    for (int i = 0; i < captured; i++) {
      code.aload(0).getfield(lambda.self, "c" + i, lambda.captured.get(i));
    }
    int slot = 1;
    for (int i = 0; i < lambda.called.parameterCount(); i++) {
      ClassDesc from = lambda.called.parameterType(i);
      code.loadLocal(TypeKind.from(from), slot);
      slot += TypeKind.from(from).slotSize();
      Conversions.convert(code, from, lambda.meant.parameterType(i), taken.get(captured + i));
    }
    invoke(code, target);
    ClassDesc result = constructs ? target.owner() : target.invocationType().returnType();
    give(code, result, lambda.called.returnType(), lambda.meant.returnType());
  }

  private static void invoke(CodeBuilder code, DirectMethodHandleDesc target) {
    ClassDesc owner = target.owner();
    String name = target.methodName();
    MethodTypeDesc type = MethodTypeDesc.ofDescriptor(target.lookupDescriptor());
    switch (target.kind()) {
      case STATIC -> code.invokestatic(owner, name, type);
      case INTERFACE_STATIC -> code.invokestatic(owner, name, type, true);
      case VIRTUAL, SPECIAL -> code.invokevirtual(owner, name, type);
      case INTERFACE_VIRTUAL, INTERFACE_SPECIAL -> code.invokeinterface(owner, name, type);
      case CONSTRUCTOR -> code.invokespecial(owner, INIT_NAME, type);
      case GETTER, SETTER, STATIC_GETTER, STATIC_SETTER ->
          throw new IllegalArgumentException(target + " is no method");
    }
  }

  private static void give(CodeBuilder code, ClassDesc have, ClassDesc wanted, ClassDesc meant) {
    if (wanted.equals(CD_void)) {
      if (!have.equals(CD_void)) {
        if (TypeKind.from(have).slotSize() == 2) {
          code.pop2();
        } else {
          code.pop();
        }
      }
      code.return_();
      return;
    }
    Conversions.convert(code, have, have, wanted.isPrimitive() ? wanted : meant);
    code.return_(TypeKind.from(wanted));
  }
}
