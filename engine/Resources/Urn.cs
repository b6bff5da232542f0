namespace Infra.Engine.Resources;

/// <summary>
/// The name of a resource in a stack's state: <c>urn:pulumi:&lt;stack&gt;::&lt;project&gt;::&lt;parentType$…$type&gt;::&lt;name&gt;</c>.
/// It stays the same for the life of a resource, across replacements.
/// </summary>
/// <param name="Value">The whole URN, or "" for no resource.</param>
public readonly record struct Urn(string Value)
{
    private const string Prefix = "urn:pulumi:";
    private const string Separator = "::";

    /// <summary>The type token of the root resource every other one descends from.</summary>
    public const string StackType = "pulumi:pulumi:Stack";

    /// <summary>True where no resource is named.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Value);

    /// <summary>The stack's name.</summary>
    public string Stack => Part(0);

    /// <summary>The project's name.</summary>
    public string Project => Part(1);

    /// <summary>The types of the ancestors and of the resource itself, joined by <c>$</c>.</summary>
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

    /// <summary>The resource's name as the program gave it. It may itself hold <c>::</c>.</summary>
    public string Name => Part(3);

    /// <summary>
    /// Makes the URN of a resource. The root stack's type is left out of its children's qualified type.
    /// </summary>
    public static Urn Create(string stack, string project, Urn parent, string type, string name)
    {
        var parentType = parent.IsEmpty ? "" : parent.QualifiedType;
        var qualified = parentType is "" or StackType ? type : $"{parentType}${type}";
        return new Urn($"{Prefix}{stack}{Separator}{project}{Separator}{qualified}{Separator}{name}");
    }

    /// <summary>Tells whether <paramref name="text"/> has the four parts of a URN.</summary>
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
