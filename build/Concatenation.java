import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/** Strings joined to one, as java.lang.invoke.StringConcatFactory does it. */
final class Concatenation {
  private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");

  /** In a recipe: an argument, and a constant that is no letter of it. */
  private static final char ARGUMENT = '\u0001';

  private static final char CONSTANT = '\u0002';

  private Concatenation() {}

  /**
   * Writes the body of a method that joins its arguments.
   *
   * @param constants the recipe, then the constants that it names
   */
  static void write(CodeBuilder code, MethodTypeDesc type, List<ConstantDesc> constants) {
    code.new_(BUILDER).dup().invokespecial(BUILDER, "<init>", MTD_void);
    String recipe = (String) constants.getFirst();
    StringBuilder letters = new StringBuilder();
    int argument = 0;
    int constant = 1;
    int slot = 0;
    for (int i = 0; i < recipe.length(); i++) {
      char letter = recipe.charAt(i);
      if (letter == CONSTANT) {
        letters.append(constants.get(constant++));
      } else if (letter == ARGUMENT) {
        flush(code, letters);
        ClassDesc given = type.parameterType(argument++);
        code.loadLocal(TypeKind.from(given), slot);
        slot += TypeKind.from(given).slotSize();
        append(code, given);
      } else {
        letters.append(letter);
      }
    }
    flush(code, letters);
    code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(CD_String)).areturn();
  }

  private static void flush(CodeBuilder code, StringBuilder letters) {
    if (!letters.isEmpty()) {
      code.loadConstant(letters.toString());
      append(code, CD_String);
      letters.setLength(0);
    }
  }

  private static void append(CodeBuilder code, ClassDesc given) {
    ClassDesc taken =
        switch (TypeKind.from(given)) {
          case BYTE, SHORT -> CD_int;
          case REFERENCE -> given.equals(CD_String) ? CD_String : CD_Object;
          default -> given;
        };
    code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, taken));
  }
}
