using System.Collections.Immutable;

namespace Infra.Protocol.Values;

/// <summary>
/// A property value, on the wire and in the state: null, a boolean, a number, a string, an array, an object, or one of Pulumi's own kinds
/// (secret, unknown, output, asset, archive, resource reference, bytes). Values are immutable and equal by content. Their text redacts
/// secrets.
/// </summary>
public abstract record PropertyValue
{
    private protected PropertyValue() { }

    /// <summary>The only null: compare with <c>is PropertyNull</c> or by equality.</summary>
    public static PropertyValue Null { get; } = new PropertyNull();

    /// <summary>Wraps a boolean.</summary>
    public static implicit operator PropertyValue(bool value) => new PropertyBoolean(value);

    /// <summary>Wraps a number.</summary>
    public static implicit operator PropertyValue(double value) => new PropertyNumber(value);

    /// <summary>Wraps a string.</summary>
    public static implicit operator PropertyValue(string value) => new PropertyString(value);

    /// <summary>Wraps a map.</summary>
    public static implicit operator PropertyValue(PropertyMap value) => new PropertyObject(value);

    /// <summary>Creates an array.</summary>
    public static PropertyValue Array(params ReadOnlySpan<PropertyValue> elements) => new PropertyArray([.. elements]);

    /// <summary>Wraps the value as a secret; a secret is returned as it is.</summary>
    public PropertyValue MakeSecret() => this as PropertySecret ?? new PropertySecret(this);

    /// <summary>Whether the value contains a secret at any depth.</summary>
    public bool ContainsSecrets() =>
        this switch
        {
            PropertySecret => true,
            PropertyOutput output => output.IsSecret || (output.Value?.ContainsSecrets() ?? false),
            PropertyArray array => array.Elements.Any(element => element.ContainsSecrets()),
            PropertyObject map => map.Properties.ContainsSecrets(),
            _ => false,
        };

    /// <summary>Whether the value contains an unknown value at any depth.</summary>
    public bool ContainsUnknowns() =>
        this switch
        {
            PropertyUnknown => true,
            PropertyOutput output => output.Value?.ContainsUnknowns() ?? true,
            PropertySecret secret => secret.Value.ContainsUnknowns(),
            PropertyArray array => array.Elements.Any(element => element.ContainsUnknowns()),
            PropertyObject map => map.Properties.ContainsUnknowns(),
            _ => false,
        };

    /// <summary>
    /// Returns a copy with all secrets and outputs replaced by their values; an unknown output becomes <see cref="PropertyUnknown"/>.
    /// </summary>
    public PropertyValue RevealSecrets() =>
        this switch
        {
            PropertySecret secret => secret.Value.RevealSecrets(),
            PropertyOutput output => output.Value?.RevealSecrets() ?? new PropertyUnknown(),
            PropertyArray array => new PropertyArray(ImmutableArray.CreateRange(array.Elements, element => element.RevealSecrets())),
            PropertyObject map => new PropertyObject(map.Properties.RevealSecrets()),
            _ => this,
        };

    /// <summary>Formats the value like JSON, for messages. Secrets are redacted, unknown values are marked.</summary>
    public sealed override string ToString() => PropertyText.Print(this);
}
