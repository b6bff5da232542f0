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
    public string Stack => Part(0).ToString();

    /// <summary>The name of the project.</summary>
    public string Project => Part(1).ToString();

    /// <summary>The types of the ancestors and the resource, joined by <c>$</c>.</summary>
    public string QualifiedType => Part(2).ToString();

    /// <summary>The resource's own type token, e.g. <c>kubernetes:apps/v1:Deployment</c>.</summary>
    public string Type
    {
        get
        {
            var qualified = Part(2);
            return qualified[(qualified.LastIndexOf('$') + 1)..].ToString();
        }
    }

    /// <summary>The resource's name in the program. It may contain <c>::</c>.</summary>
    public string Name => Part(3).ToString();

    /// <summary>Creates the URN of a resource. Qualified types omit the type of the root stack.</summary>
    public static Urn Create(string stack, string project, Urn parent, string type, string name)
    {
        var parentType = parent.Part(2);
        return parentType is "" or StackType
            ? new Urn($"{Prefix}{stack}{Separator}{project}{Separator}{type}{Separator}{name}")
            : new Urn($"{Prefix}{stack}{Separator}{project}{Separator}{parentType}${type}{Separator}{name}");
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
        text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.AsSpan(Prefix.Length) is var parts
        && TryFind(parts, 0, out var stack)
        && TryFind(parts, 2, out var type)
        && TryFind(parts, 3, out _)
        && !parts[stack].IsEmpty
        && !parts[type].IsEmpty;

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";

    private ReadOnlySpan<char> Part(int index)
    {
        var parts = IsEmpty ? [] : Value.AsSpan(Prefix.Length);
        return TryFind(parts, index, out var part) ? parts[part] : [];
    }

    /// <summary>Finds one of the four parts. The last one extends to the end.</summary>
    private static bool TryFind(ReadOnlySpan<char> parts, int index, out Range part)
    {
        var start = 0;
        for (var i = 0; ; i++)
        {
            var length = i == 3 ? -1 : parts[start..].IndexOf(Separator);
            part = start..(length < 0 ? parts.Length : start + length);
            if (i == index)
            {
                return true;
            }

            if (length < 0)
            {
                return false;
            }

            start += length + Separator.Length;
        }
    }
}
