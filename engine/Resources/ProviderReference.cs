namespace Infra.Engine.Resources;

/// <summary>Which provider instance looks after a resource: <c>&lt;urn&gt;::&lt;id&gt;</c> of the provider's own resource.</summary>
/// <param name="Urn">The provider resource.</param>
/// <param name="Id">Its id: another one means another instance.</param>
public readonly record struct ProviderReference(Urn Urn, string Id)
{
    /// <summary>The id of a provider that a preview has planned but not created.</summary>
    public const string UnknownId = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    /// <summary>Reads a reference, or gives null for "".</summary>
    /// <exception cref="FormatException">The text is no reference.</exception>
    public static ProviderReference? Parse(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var separator = text.LastIndexOf("::", StringComparison.Ordinal);
        return separator > 0 && Urn.IsValid(text[..separator])
            ? new ProviderReference(new Urn(text[..separator]), text[(separator + 2)..])
            : throw new FormatException($"'{text}' is no provider reference `<urn>::<id>`");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Urn}::{Id}";
}
