namespace Infra.Engine.Resources;

/// <summary>A reference to a provider instance: <c>&lt;urn&gt;::&lt;id&gt;</c> of the provider resource.</summary>
/// <param name="Urn">The URN of the provider resource.</param>
/// <param name="Id">Its id; it changes when the provider is replaced.</param>
public readonly record struct ProviderReference(Urn Urn, string Id)
{
    /// <summary>The id of a provider that a preview plans to create.</summary>
    public const string UnknownId = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    /// <summary>Parses a reference; null for "".</summary>
    /// <exception cref="FormatException">The text is not a reference.</exception>
    public static ProviderReference? Parse(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var separator = text.LastIndexOf("::", StringComparison.Ordinal);
        return separator > 0 && Urn.IsValid(text[..separator])
            ? new ProviderReference(new Urn(text[..separator]), text[(separator + 2)..])
            : throw new FormatException($"'{text}' is not a provider reference `<urn>::<id>`");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Urn}::{Id}";
}
