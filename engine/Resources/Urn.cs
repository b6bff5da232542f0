namespace Infra.Engine.Resources;

/// <summary>
/// The unique name of a resource in a stack: <c>urn:pulumi:&lt;stack&gt;::&lt;project&gt;::&lt;parentType$…$type&gt;::&lt;name&gt;</c>.
/// It survives replacements.
/// </summary>
/// <param name="Value">The whole URN; "" for no resource.</param>
public readonly record struct Urn(string Value)
{
    private const string Prefix = "urn:pulumi:";
    private const string Separator = "::";

    /// <summary>The type token of the root resource, the ancestor of all others.</summary>
    public const string StackType = "pulumi:pulumi:Stack";

    /// <summary>True for no resource.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Value);

    /// <summary>The name of the stack, without its project.</summary>
    public string Stack => Part(0);

    /// <summary>The name of the project.</summary>
    public string Project => Part(1);

    /// <summary>The types of the ancestors and the resource, joined by <c>$</c>.</summary>
    public string QualifiedType => Part(2);

    /// <summary>The resource's own type token, e.g. <c>kubernetes:apps/v1:Deployment</c>.</summary>
    public string Type
    {
        get
        {
            var qualified = QualifiedType;
            return qualified[(qualified.LastIndexOf('$') + 1)..];
        }
    }

    /// <summary>The resource's name in the program. It may contain <c>::</c>.</summary>
    public string Name => Part(3);

    /// <summary>Creates the URN of a resource. Qualified types omit the type of the root stack.</summary>
    public static Urn Create(string stack, string project, Urn parent, string type, string name)
    {
        var parentType = parent.IsEmpty ? "" : parent.QualifiedType;
        var qualified = parentType is "" or StackType ? type : $"{parentType}${type}";
        return new Urn($"{Prefix}{stack}{Separator}{project}{Separator}{qualified}{Separator}{name}");
    }

    /// <summary>The URN of the same resource in another stack.</summary>
    public Urn WithStack(string project, string stack) =>
        new($"{Prefix}{stack}{Separator}{project}{Separator}{QualifiedType}{Separator}{Name}");

    /// <summary>The URN of a resource of the same type with another name.</summary>
    public Urn WithName(string name) => new($"{Prefix}{Stack}{Separator}{Project}{Separator}{QualifiedType}{Separator}{name}");

    /// <summary>Parses a URN.</summary>
    /// <exception cref="FormatException">The text is not a URN.</exception>
    public static Urn Parse(string text) =>
        IsValid(text) ? new Urn(text) : throw new FormatException($"'{text}' is not a URN `urn:pulumi:<stack>::<project>::<type>::<name>`");

    /// <summary>True where a text has the four parts of a URN.</summary>
    public static bool IsValid(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && text[Prefix.Length..].Split(Separator, 4) is [not "", _, not "", _];

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";

    private string Part(int index)
    {
        if (IsEmpty)
        {
            return "";
        }

        var parts = Value[Prefix.Length..].Split(Separator, 4);
        return index < parts.Length ? parts[index] : "";
    }
}
