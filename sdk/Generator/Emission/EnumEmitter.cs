using Infra.Generator.Packages;

namespace Infra.Generator.Emission;

/// <summary>Writes the class of a string enumeration.</summary>
internal static class EnumEmitter
{
    public static void Write(CodeWriter code, EnumModel model)
    {
        var name = model.Name;
        code.Summary(model.Summary);
        code.Line("[EnumType]");
        code.Block($"public readonly struct {name} : global::System.IEquatable<{name}>", () =>
        {
            code.Line("private readonly string _value;");
            code.Line($"private {name}(string value) => _value = value;");
            foreach (var (value, text) in model.Values)
            {
                code.Summary($"The value <c>{text}</c>.");
                code.Line($"public static {name} {value} {{ get; }} = new(\"{text}\");");
            }

            code.Summary("Whether both are the same value.");
            code.Line($"public static bool operator ==({name} left, {name} right) => left.Equals(right);");
            code.Summary("Whether the values differ.");
            code.Line($"public static bool operator !=({name} left, {name} right) => !left.Equals(right);");
            code.Summary("The value in the provider.");
            code.Line($"public static explicit operator string({name} value) => value._value;");
            code.Line("/// <inheritdoc/>");
            code.Line(HiddenFromEditors);
            code.Line($"public override bool Equals(object? obj) => obj is {name} other && Equals(other);");
            code.Line("/// <inheritdoc/>");
            code.Line($"public bool Equals({name} other) => string.Equals(_value, other._value, global::System.StringComparison.Ordinal);");
            code.Line("/// <inheritdoc/>");
            code.Line(HiddenFromEditors);
            code.Line("public override int GetHashCode() => _value?.GetHashCode(global::System.StringComparison.Ordinal) ?? 0;");
            code.Line("/// <inheritdoc/>");
            code.Line("public override string ToString() => _value;");
        });
    }

    private const string HiddenFromEditors =
        "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]";
}
