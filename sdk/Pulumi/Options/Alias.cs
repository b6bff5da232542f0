using Wire = Infra.Protocol.Messages;

namespace Pulumi;

/// <summary>
/// A former URN of a resource: either the whole <see cref="Urn"/>, or the parts that differ from the present ones; of <see cref="Parent"/>,
/// <see cref="ParentUrn"/> and <see cref="NoParent"/> at most one.
/// </summary>
public sealed class Alias
{
    /// <summary>The whole former URN.</summary>
    public string? Urn { get; set; }

    /// <summary>The former name; null if it is unchanged.</summary>
    public Input<string>? Name { get; set; }

    /// <summary>The former type token; null if it is unchanged.</summary>
    public Input<string>? Type { get; set; }

    /// <summary>The name of the former stack; null if it is unchanged.</summary>
    public Input<string>? Stack { get; set; }

    /// <summary>The name of the former project; null if it is unchanged.</summary>
    public Input<string>? Project { get; set; }

    /// <summary>The former parent, if it is still registered.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The URN of the former parent.</summary>
    public Input<string>? ParentUrn { get; set; }

    /// <summary>Whether the resource had no parent.</summary>
    public bool NoParent { get; set; }

    internal static Alias FromWire(Wire.Alias alias)
    {
        if (alias.AliasCase == Wire.Alias.AliasOneofCase.Urn)
        {
            return new Alias { Urn = alias.Urn };
        }

        var spec = alias.Spec;
        return new Alias
        {
            Name = ToInput(spec.Name),
            Type = ToInput(spec.Type),
            Stack = ToInput(spec.Stack),
            Project = ToInput(spec.Project),
            Parent = spec.ParentUrn.Length == 0 ? null : new DependencyResource(spec.ParentUrn),
            ParentUrn = ToInput(spec.ParentUrn),
            NoParent = spec.NoParent,
        };
    }

    internal async Task<Wire.Alias> ToWireAsync()
    {
        if (Urn is not null)
        {
            return new Wire.Alias { Urn = Urn };
        }

        var spec = new Wire.Alias.Types.Spec
        {
            Name = await GetTextAsync(Name).ConfigureAwait(false),
            Type = await GetTextAsync(Type).ConfigureAwait(false),
            Stack = await GetTextAsync(Stack).ConfigureAwait(false),
            Project = await GetTextAsync(Project).ConfigureAwait(false),
        };
        if (Parent is null && ParentUrn is null)
        {
            spec.NoParent = NoParent;
        }
        else if (await GetTextAsync(Parent is null ? ParentUrn : Parent.Urn).ConfigureAwait(false) is { Length: > 0 } parent)
        {
            spec.ParentUrn = parent;
        }

        return new Wire.Alias { Spec = spec };
    }

    private static Input<string>? ToInput(string text) => text.Length == 0 ? null : (Input<string>)text;

    private static async ValueTask<string> GetTextAsync(Input<string>? input) =>
        input is null ? "" : await input.AsOutput().GetValueAsync(whenUnknown: "").ConfigureAwait(false) ?? "";
}
